using System.Collections.Immutable;
using System.Net;
using Causeway.Admin;
using Causeway.Auditing;
using Causeway.Configuration;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Dns;
using Causeway.Keeping;
using Causeway.Mailboxes;
using Causeway.Queue.Delivery;
using Causeway.Queue.Spooling;
using Causeway.Smtp.Server;
using Causeway.Storage;
using Causeway.Transport;
using Causeway.Transport.Delivering;
using Causeway.Transport.Identity;
using Causeway.Transport.Notices;
using Causeway.Transport.Receiving;
using Causeway.Transport.Submission;
using Microsoft.Extensions.Logging;

namespace Causeway.Running;

/// <summary>
/// One running site: everything that it is made of, started in order and stopped in the opposite one.
/// </summary>
internal sealed class SiteHost : IAsyncDisposable
{
    // For transactions under way. A lab stops four sites one after another, and has 10 s for it.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly List<IAsyncDisposable> parts = [];
    private readonly List<RecipientsWatch> watches = [];
    private readonly CancellationTokenSource stopping = new();
    private SmtpServer? server;
    private DeliveryScheduler? scheduler;
    private Task delivering = Task.CompletedTask;
    private bool hasStarted;
    private IReadOnlyList<string> topologyFiles = [];

    private SiteHost(Tenants tenants) => Tenants = tenants;

    public Tenants Tenants { get; }

    public Spool Spool { get; private set; } = null!;

    /// <summary>Where every change to this site is recorded.</summary>
    public AuditLog Audit { get; private set; } = null!;

    public SiteService Service { get; private set; } = null!;

    public ImmutableArray<PendingCopy> Pending => scheduler!.Pending;

    /// <summary>
    /// Starts a site for one organization or several. An <see cref="IOException"/> says what stood in the way: a port
    /// that is taken, a folder in use.
    /// </summary>
    public static async Task<SiteHost> StartAsync(
        SiteName name, IReadOnlyList<(TopologyFile Topology, SiteIdentity Identity)> served, SiteFolder folder,
        SiteSettings settings, ILoggerFactory loggers, TimeProvider clock, CancellationToken ct)
    {
        var host = new SiteHost(new Tenants(
            [
                .. served.Select(one => new Tenant(
                    new SnapshotSource(new Snapshot(one.Topology.Organization, one.Topology.Recipients)), name,
                    one.Identity)),
            ],
            name));
        host.topologyFiles =
        [
            .. served.SelectMany(one => (string?[])[one.Topology.Path, one.Topology.RecipientsPath])
                .OfType<string>().Select(Path.GetFullPath),
        ];
        try
        {
            await host.StartAsync(folder, settings, loggers, clock, ct).ConfigureAwait(false);
            var logger = loggers.CreateLogger<RecipientsWatch>();
            host.watches.AddRange(served.Zip(host.Tenants.All)
                .Select(pair => RecipientsWatch.Start(pair.First.Topology, pair.Second, host.Audit, logger, clock))
                .OfType<RecipientsWatch>());
            return host;
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        watches.ForEach(watch => watch.Dispose());

        // First no more mail in, then no more mail out, then the log that both write to.
        if (server is not null)
        {
            using var grace = new CancellationTokenSource(Grace);
            await server.StopAsync(grace.Token).ConfigureAwait(false);
        }

        await stopping.CancelAsync().ConfigureAwait(false);
        await delivering.ConfigureAwait(false);
        scheduler?.Dispose();
        if (hasStarted)
        {
            Audit.TryAppend(SystemUser.OfProcess(), "site.stopped", Tenants.First.Here.Name.Value, null, null);
        }

        for (var i = parts.Count - 1; i >= 0; i--)
        {
            await parts[i].DisposeAsync().ConfigureAwait(false);
        }

        stopping.Dispose();
    }

    private async Task StartAsync(
        SiteFolder folder, SiteSettings settings, ILoggerFactory loggers, TimeProvider clock, CancellationToken ct)
    {
        var credentials = new CredentialFile(folder.Credentials);
        foreach (var tenant in Tenants.All)
        {
            Safety.Check(tenant.Here, settings, tenant.Identity, credentials);
        }

        var version = DataFormat.Check(folder.Path);

        // One log for all of them: kept as long as the most careful asks.
        var keep = Tenants.All.Max(tenant => tenant.Organization.KeepTraces);
        Spool = await Spool.OpenAsync(
            new FolderDisk(folder.Spool), new SpoolOptions { KeepFacts = keep }, clock,
            loggers.CreateLogger<Spool>(), ct).ConfigureAwait(false);
        parts.Add(Spool);
        Audit = await AuditLog.OpenAsync(
            new FolderDisk(folder.Path), clock, loggers.CreateLogger<AuditLog>(), ct).ConfigureAwait(false);
        parts.Add(Audit);
        await DataFormat.UpgradeAsync(folder.Path, version, Audit, loggers.CreateLogger<SiteHost>(), ct)
            .ConfigureAwait(false);
        var resolver = new DnsResolver(new DnsResolverOptions { Servers = settings.Resolvers });
        var mailboxes = new MailboxStore(new FolderDisk(folder.Mailboxes));
        var limits = new NextHopLimits(clock);
        Service = NewService(credentials, limits, loggers, clock);
        parts.Add(Service);
        var deliverer = new SiteDeliverer(
            Tenants, settings, resolver, mailboxes, Spool, limits, new Random(), clock);
        parts.Add(deliverer);
        var site = Tenants.First.Here;
        var queue = site.Queue with { Retry = settings.RetryAfter ?? site.Queue.Retry };
        var options = new DeliveryOptions
        {
            Schedule = RetrySchedule.Of(queue, site.Waits), PerDestination = queue.PerDestination,
        };
        var notices = new DsnNotices(Service, loggers.CreateLogger<DsnNotices>());
        scheduler = new DeliveryScheduler(
            Spool, deliverer, notices, options, new Random(), clock, loggers.CreateLogger<DeliveryScheduler>());
        delivering = scheduler.RunAsync(stopping.Token);

        await StartServerAsync(loggers, clock, ct).ConfigureAwait(false);
        parts.Add(await ApiServer.StartAsync(
            folder, scheduler, Spool, Audit, () => topologyFiles, ct).ConfigureAwait(false));
        Audit.TryAppend(SystemUser.OfProcess(), "site.started", Tenants.First.Here.Name.Value, null, Said(settings));
        hasStarted = true;
    }

    private string Said(SiteSettings settings) =>
        $"{string.Join(", ", Tenants.All.Select(tenant => tenant.Organization.Name))}"
        + $"{(settings.IsLab ? ", --lab" : "")}, causeway {typeof(SiteHost).Assembly.GetName().Version}";

    private SiteService NewService(
        CredentialFile credentials, NextHopLimits limits, ILoggerFactory loggers, TimeProvider clock)
    {
        var own = Tenants.All.SelectMany(tenant => tenant.Organization.Sites);
        var journey = new Journey(
        [
            new CountHopsStep(), new BorderStep([.. own.SelectMany(site => site.Mx.Prepend(site.Host)).Distinct()]),
            new RouteStep(), new StampStep(),
        ]);
        return new SiteService(
            Tenants, Spool, credentials, journey, new TraceIdSource(clock), new QueueIdSource(clock, new Random()),
            limits, clock, loggers.CreateLogger<SiteService>());
    }

    private async Task StartServerAsync(ILoggerFactory loggers, TimeProvider clock, CancellationToken ct)
    {
        var options = new SmtpServerOptions
        {
            HostName = Tenants.First.Here.Host,
            Listeners = [.. Tenants.All.SelectMany(tenant => Listeners(tenant.Here)).Distinct()],
            Certificate = Tenants.CertificateFor,
        };
        server = new SmtpServer(options, Service, loggers, clock);
        await server.StartAsync(ct).ConfigureAwait(false);
    }

    private static IEnumerable<SmtpListener> Listeners(Site site)
    {
        if (site.Listen.IsEmpty)
        {
            site = site with
            {
                Listen = [new IPEndPoint(IPAddress.Any, 25)],
                Submission = site.CanHoldMailboxes ? [new IPEndPoint(IPAddress.Any, 587)] : [],
                Submissions = site.CanHoldMailboxes ? [new IPEndPoint(IPAddress.Any, 465)] : [],
            };
        }

        return site.Listen.Select(endpoint => new SmtpListener(endpoint, ListenerKind.Mta))
            .Concat(site.Submission.Select(endpoint => new SmtpListener(endpoint, ListenerKind.Submission)))
            .Concat(site.Submissions.Select(endpoint => new SmtpListener(endpoint, ListenerKind.Submissions)));
    }
}
