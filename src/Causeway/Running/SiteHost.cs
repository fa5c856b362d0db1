using System.Collections.Immutable;
using Causeway.Admin;
using Causeway.Auditing;
using Causeway.Authentication;
using Causeway.Core;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Directories;
using Causeway.Dns;
using Causeway.Keeping;
using Causeway.Mailboxes;
using Causeway.Queue.Delivery;
using Causeway.Queue.Spooling;
using Causeway.Running.Domains;
using Causeway.Smtp.Server;
using Causeway.Storage;
using Causeway.Transport;
using Causeway.Transport.AutomaticReplies;
using Causeway.Transport.Delivering;
using Causeway.Transport.Forwarding;
using Causeway.Transport.Identity;
using Causeway.Transport.Notices;
using Causeway.Transport.Receiving;
using Causeway.Transport.Submission;
using Causeway.Watching;
using Causeway.Watching.Ledgers;
using Microsoft.Extensions.Logging;

namespace Causeway.Running;

/// <summary>
/// One running site: everything that it is made of, started in order and stopped in the opposite one.
/// </summary>
internal sealed class SiteHost : IAsyncDisposable
{
    private readonly SiteSources sources;
    private readonly ILoggerFactory loggers;
    private readonly CredentialFile credentials;
    private readonly FileWatch watch;
    private readonly SemaphoreSlim oneChange = new(1);
    private readonly List<IAsyncDisposable> parts = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly RememberedSenders remembered = new();
    private readonly AnsweredCorrespondents answered = new();
    private readonly ForeignSources foreign;
    private readonly SiteObserver observer;
    private readonly Telemetry telemetry;
    private SmtpServer? server;
    private DeliveryScheduler? scheduler;
    private Replication? replication;
    private DirectoryDesk? desk;
    private SiteWatch? watching;
    private SiteReload? reload;
    private Task delivering = Task.CompletedTask;
    private bool hasStarted;

    private SiteHost(SiteSources sources, SiteConfiguration first, ILoggerFactory loggers)
    {
        this.sources = sources;
        this.loggers = loggers;
        credentials = new CredentialFile(sources.Folder.Credentials);
        watch = new FileWatch(oneChange, sources.Clock);
        InForce = first;
        foreign = new ForeignSources(sources.Here, sources.Folder.Foreign, sources.Clock);
        parts.Add(foreign);
        Tenants = new Tenants([.. first.Served.Select(NewTenant)], sources.Here);
        observer = new SiteObserver(Tenants, foreign, sources.Folder, sources.Clock);
        telemetry = new Telemetry(sources.Here.Value, Tenants.First.Here.Watch.Otlp, sources.Clock);
        parts.Add(telemetry);
    }

    /// <summary>What the site was told last, and took.</summary>
    public SiteConfiguration InForce { get; private set; }

    /// <summary>Every file that is looked after, and the topologies, which are not.</summary>
    public IEnumerable<(string Organization, string Path)> KnownFiles => watch.Files
        .Select(file => (file.Organization, file.Path))
        .Concat(InForce.Served.Select(one => (one.Name, one.Topology.Path)));

    /// <summary>True where nothing is to be changed any more.</summary>
    public bool IsStopping { get; private set; }

    public Tenants Tenants { get; }

    public Spool Spool { get; private set; } = null!;

    /// <summary>The directories of the organizations that it serves.</summary>
    public SiteDirectories Directories { get; private set; } = null!;

    /// <summary>Looks for the proofs of their domains.</summary>
    public DomainKeeper Domains { get; private set; } = null!;

    /// <summary>Where every change to this site is recorded.</summary>
    public AuditLog Audit { get; private set; } = null!;

    public SiteService Service { get; private set; } = null!;

    public ImmutableArray<PendingCopy> Pending => scheduler!.Pending;

    /// <summary>
    /// Starts a site for one organization or several. An <see cref="IOException"/> says what stood in the way: a port
    /// that is taken, a folder in use; a <see cref="ConfigurationException"/> what is wrong with the files.
    /// </summary>
    public static async Task<SiteHost> StartAsync(SiteSources sources, ILoggerFactory loggers, CancellationToken ct)
    {
        var host = new SiteHost(sources, SiteConfiguration.Read(sources), loggers);
        try
        {
            await host.StartAsync(ct).ConfigureAwait(false);
            return host;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Puts another configuration in force: for connections and attempts from now on. Sessions go on. Not to be called
    /// twice at once.
    /// </summary>
    /// <exception cref="IOException">An endpoint cannot be had; everything is as it was.</exception>
    public async Task ChangeAsync(SiteConfiguration next, CancellationToken ct)
    {
        next.Served.ToList().ForEach(CheckSafety);
        var tenants = next.Served.Select(one => Tenants.Named(one.Topology.Organization.Name) ?? NewTenant(one))
            .ToImmutableArray();
        var files = WatchedFiles(next, tenants);
        await server!.ChangeAsync(ServerOptions(next), ct).ConfigureAwait(false);
        await TakeRecipientsAsync(next, ct).ConfigureAwait(false);
        foreach (var (tenant, one) in tenants.Zip(next.Served))
        {
            tenant.Snapshots.Change(_ => Directories.SnapshotOf(one.Topology));
            tenant.Renew(one.Certificates);
            tenant.Keys = one.Keys;
        }

        Tenants.Replace(tenants);
        await replication!.FollowAsync().ConfigureAwait(false);
        await foreign.FollowAsync(next.Served.Select(one => one.Topology)).ConfigureAwait(false);
        scheduler!.Change(DeliveryOptionsOf(next));
        Spool.Keep(KeepOf(next));
        InForce = next;
        watch.Watch(files);
        await watching!.RetargetAsync(Watches.Targets(Service, loggers)).ConfigureAwait(false);
    }

    /// <summary>
    /// What was read says what is in force; the files that say it may be others than before.
    /// </summary>
    public void Confirm(SiteConfiguration same)
    {
        watch.Watch(WatchedFiles(same, Tenants.All));
        InForce = same;
    }

    /// <summary>Reads everything anew, and takes it where it is good.</summary>
    public Task<ReloadAnswer> ReloadAsync(string who, CancellationToken ct) => reload!.RunAsync(who, ct);

    public async ValueTask DisposeAsync()
    {
        // What is being changed is changed first, and nothing after it.
        watch.Dispose();
        await oneChange.WaitAsync().ConfigureAwait(false);
        IsStopping = true;
        oneChange.Release();

        // First no more mail in, then no more mail out, then the log that both write to.
        if (server is not null)
        {
            using var grace = new CancellationTokenSource(sources.Settings.StopGrace);
            await server.StopAsync(grace.Token).ConfigureAwait(false);
            await server.DisposeAsync().ConfigureAwait(false);
        }

        await stopping.CancelAsync().ConfigureAwait(false);
        await delivering.ConfigureAwait(false);
        scheduler?.Dispose();
        if (hasStarted)
        {
            Audit.TryAppend(SystemUser.OfProcess(), "site.stopped", sources.Here.Value, null, null);
        }

        for (var i = parts.Count - 1; i >= 0; i--)
        {
            await parts[i].DisposeAsync().ConfigureAwait(false);
        }

        remembered.Dispose();
        answered.Dispose();
        oneChange.Dispose();
        stopping.Dispose();
    }

    private async Task StartAsync(CancellationToken ct)
    {
        InForce.Served.ToList().ForEach(CheckSafety);
        var (folder, clock) = (sources.Folder, sources.Clock);
        var version = DataFormat.Check(folder.Path);
        Spool = await Spool.OpenAsync(
            new FolderDisk(folder.Spool), new SpoolOptions { KeepFacts = KeepOf(InForce) }, clock,
            loggers.CreateLogger<Spool>(), ct).ConfigureAwait(false);
        parts.Add(Spool);
        Audit = await AuditLog.OpenAsync(
            new FolderDisk(folder.Path), clock, loggers.CreateLogger<AuditLog>(), ct).ConfigureAwait(false);
        parts.Add(Audit);
        observer.Restore(new StatusFile(folder.Status, loggers.CreateLogger<SiteWatch>()).Read());
        await OpenDirectoriesAsync(version, ct).ConfigureAwait(false);
        Spool.Subscribe(observer.Facts);
        sources.Listen(Spool);
        telemetry.Listen(Spool);
        var memory = new FolderDisk(folder.Memory);
        await remembered.OpenAsync(memory, clock.GetUtcNow(), ct).ConfigureAwait(false);
        await answered.OpenAsync(memory, clock.GetUtcNow(), ct).ConfigureAwait(false);
        var limits = new NextHopLimits(clock);
        var resolvers = new SiteResolvers(new DnsResolverOptions { Servers = sources.Settings.Resolvers }, clock);
        var resolver = resolvers.Delivering;
        Service = NewService(limits, resolvers.Judging);
        observer.SignIns = Service.SignIns;
        parts.Add(Service);
        parts.Add(SendingDesk.Begin(Service));
        var deliverer = new SiteDeliverer(
            Tenants, sources.Settings, resolver, new MailboxStore(new FolderDisk(folder.Mailboxes), clock), Spool,
            limits, new AutomaticReplier(Service, answered), observer.OnFilling, new Random(), clock);
        parts.Add(deliverer);
        foreign.CallAhead.Connect(deliverer);
        await foreign.FollowAsync(InForce.Served.Select(one => one.Topology)).ConfigureAwait(false);
        var watched = new WatchedDeliverer(
            deliverer, AlertMail.IsOne, observer.Neighbours, observer.Direct, observer.Facts, telemetry.Traffic,
            telemetry.Spans, clock);
        scheduler = new DeliveryScheduler(
            Spool, watched, new DsnNotices(Service, loggers.CreateLogger<DsnNotices>()), DeliveryOptionsOf(InForce),
            new Random(), clock, loggers.CreateLogger<DeliveryScheduler>());
        delivering = scheduler.RunAsync(stopping.Token);
        server = new SmtpServer(ServerOptions(InForce), Service, loggers, clock);
        await server.StartAsync(ct).ConfigureAwait(false);
        replication = new Replication(Tenants, Directories, resolver, clock, loggers);
        parts.Add(replication);
        Domains = DomainKeeper.Start(Tenants, Directories, sources.Settings, Audit, clock, loggers);
        parts.Add(Domains);
        observer.Domains = Domains;
        desk = new DirectoryDesk(
            Tenants, Directories, new DomainDesk(Domains, Directories, clock), sources.Here, Audit,
            replication.PrimaryOf);
        await replication.OpenAsync(desk, Organizations(InForce), sources.Here, ct).ConfigureAwait(false);
        await replication.FollowAsync().ConfigureAwait(false);
        reload = new SiteReload(this, sources, oneChange, Audit, observer.Reloads, loggers.CreateLogger<SiteReload>());
        await StartWatchingAsync(ct).ConfigureAwait(false);
        parts.Add(new DnsWatch(
            Tenants, sources.Here, resolver, observer.Dns, clock, loggers.CreateLogger<DnsWatch>()));
        watch.Watch(WatchedFiles(InForce, Tenants.All));
        Audit.TryAppend(SystemUser.OfProcess(), "site.started", sources.Here.Value, null, Said());
        hasStarted = true;
    }

    private string Said() =>
        $"{string.Join(", ", Tenants.All.Select(tenant => tenant.Organization.Name))}"
        + $"{(sources.Settings.IsLab ? ", --lab" : "")}, causeway {typeof(SiteHost).Assembly.GetName().Version}";

    private async Task OpenDirectoriesAsync(int? version, CancellationToken ct)
    {
        var store = await DirectoryStore.OpenAsync(new FolderDisk(sources.Folder.Path), ct).ConfigureAwait(false);
        Directories = new SiteDirectories(store, Tenants, sources.Here, observer.Copies, sources.Clock);
        parts.Add(Directories);
        Directories.TakeOverDomains(version, Organizations(InForce), sources.Clock.GetUtcNow());
        await DataFormat.UpgradeAsync(
            sources.Folder.Path, version, Audit, loggers.CreateLogger<SiteHost>(), ct).ConfigureAwait(false);

        // What contradicts the directory is said; what the directory has goes on.
        Directories.TakeAtStart(InForce.Served.Select(one => one.Topology), Audit, (file, why) =>
        {
            observer.Reloads.Refused(file.Organization.Name, file.RecipientsPath!, why);
            Log.RecipientsRefused(
                loggers.CreateLogger<RecipientsWatch>(), file.RecipientsPath!, file.Organization.Name, why);
        });
        foreach (var one in InForce.Served)
        {
            Tenants.Named(one.Name)!.Snapshots.Replace(Directories.SnapshotOf(one.Topology));
        }
    }

    private static IEnumerable<Organization> Organizations(SiteConfiguration configuration) =>
        configuration.Served.Select(one => one.Topology.Organization);

    // Nothing is in force yet: where it fails, the endpoints for mail are those of before.
    private async Task TakeRecipientsAsync(SiteConfiguration next, CancellationToken ct)
    {
        try
        {
            await replication!.OpenAsync(desk!, Organizations(next), sources.Here, ct).ConfigureAwait(false);
            Directories.Take(next.Served.Select(one => one.Topology), (file, why) => throw new ConfigurationException(
                $"{file.RecipientsPath} contradicts the directory: {why}"));
        }
        catch (Exception fault) when (fault is IOException or ConfigurationException)
        {
            await server!.ChangeAsync(ServerOptions(InForce), ct).ConfigureAwait(false);
            throw;
        }
    }

    private async Task StartWatchingAsync(CancellationToken ct)
    {
        watching = Watches.Start(observer, sources.Folder, Spool, scheduler!, Directories, Service, loggers);
        parts.Add(watching);
        telemetry.Show(watching, server!);
        parts.Add(await ApiServer.StartAsync(
            sources.Folder, scheduler!, new QueuedPools(Tenants).Of, Spool, Audit, () => InForce.Files,
            reload!.RunAsync, new DirectoryAccess(desk!.List, desk!.OrderAsync), SendingDesk.Access(Service),
            Service.SignIns.Limits.Release, watching, telemetry.Meters, ct).ConfigureAwait(false));
        if (Tenants.First.Here.Watch.Listen is { } listen)
        {
            parts.Add(await HealthServer.StartAsync(listen, watching, telemetry.Meters, ct).ConfigureAwait(false));
        }
    }

    private Tenant NewTenant(ServedOrganization one) =>
        new(new InForce<Snapshot>(one.Snapshot), sources.Here, one.Certificates, remembered, sources.Clock)
        {
            Foreign = foreign,
            Keys = one.Keys,
        };

    private SiteService NewService(NextHopLimits limits, IResolver resolver)
    {
        var clock = sources.Clock;
        return new SiteService(
            Tenants, Spool, SiteSignIns.Create(credentials, Tenants, Directories, sources.Settings, clock),
            Journey.Of(Tenants), new TraceIdSource(clock), new QueueIdSource(clock, new Random()), limits, clock,
            loggers.CreateLogger<SiteService>())
        {
            CallAhead = foreign.CallAhead,
            Authenticator = new MessageAuthenticator(resolver, clock),
            LoopbackCountsAsPublic = sources.Settings.LoopbackCountsAsPublic,
        };
    }

    private void CheckSafety(ServedOrganization one) => Safety.Check(
        one.Topology.Organization[sources.Here], sources.Settings, one.Certificates.Identity, credentials);

    // One log for all of them: kept as long as the most careful asks.
    private static TimeSpan KeepOf(SiteConfiguration configuration) =>
        configuration.Served.Max(one => one.Topology.Organization.KeepTraces);

    private Site FirstSite(SiteConfiguration configuration) =>
        configuration.Served[0].Topology.Organization[sources.Here];

    private DeliveryOptions DeliveryOptionsOf(SiteConfiguration configuration)
    {
        var site = FirstSite(configuration);
        var queue = site.Queue with { Retry = sources.Settings.RetryAfter ?? site.Queue.Retry };
        return new DeliveryOptions
        {
            Schedule = RetrySchedule.Of(queue, site.Waits),
            PerDestination = queue.PerDestination,
            StopGrace = sources.Settings.StopGrace,
        };
    }

    private SmtpServerOptions ServerOptions(SiteConfiguration configuration)
    {
        var sites = configuration.Served.Select(one => one.Topology.Organization[sources.Here]).ToList();
        var limits = sites[0].Limits;
        return new SmtpServerOptions
        {
            HostName = sites[0].Host,
            Listeners = [.. sites.SelectMany(ListenAddresses.Of).Distinct()],
            Certificate = Tenants.CertificateFor,
            Balancers = [.. sites.SelectMany(site => site.Balancers).Distinct()],
            Limits = new SmtpLimits
            {
                MessageSize = limits.MessageSize,
                Recipients = limits.Recipients,
                Connections = limits.Connections,
                ConnectionsPerAddress = limits.ConnectionsPerAddress,
            },
        };
    }

    private ImmutableArray<WatchedFile> WatchedFiles(SiteConfiguration configuration, ImmutableArray<Tenant> tenants)
    {
        var recipients = loggers.CreateLogger<RecipientsWatch>();
        var certificates = new CertificateWatch(
            Tenants, sources, CheckSafety, Audit, observer.Reloads, loggers.CreateLogger<CertificateWatch>());
        var keys = new SigningKeysWatch(sources, Audit, observer.Reloads, loggers.CreateLogger<SigningKeysWatch>());
        return
        [
            .. from pair in configuration.Served.Zip(tenants)
               from file in certificates.Files(pair.First.Topology, pair.Second)
                   .Concat(keys.Files(pair.First.Topology, pair.Second))
                   .Concat(RecipientsWatch.Files(
                       pair.First.Topology, pair.Second, Directories, Audit, observer.Reloads, recipients))
               select new WatchedFile(pair.First.Name, file.Path, configuration.ReadAt, file.Changed),
        ];
    }
}
