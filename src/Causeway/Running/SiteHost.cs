using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using Causeway.Admin;
using Causeway.Configuration;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Dns;
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
    private readonly CancellationTokenSource stopping = new();
    private SmtpServer? server;
    private DeliveryScheduler? scheduler;
    private Task delivering = Task.CompletedTask;

    private SiteHost(SnapshotSource snapshots, SiteName name)
    {
        Snapshots = snapshots;
        Name = name;
    }

    public SiteName Name { get; }

    public SnapshotSource Snapshots { get; }

    public Spool Spool { get; private set; } = null!;

    public SiteService Service { get; private set; } = null!;

    public ImmutableArray<PendingCopy> Pending => scheduler!.Pending;

    /// <summary>
    /// Starts a site. An <see cref="IOException"/> says what stood in the way: a port that is taken, a folder in use.
    /// </summary>
    public static async Task<SiteHost> StartAsync(
        TopologyFile topology, SiteName name, SiteFolder folder, SiteIdentity identity, SiteSettings settings,
        ILoggerFactory loggers, TimeProvider clock, CancellationToken ct)
    {
        var host = new SiteHost(new SnapshotSource(new Snapshot(topology.Organization, topology.Recipients)), name);
        try
        {
            await host.StartAsync(folder, identity, settings, loggers, clock, ct).ConfigureAwait(false);
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
        // First no more mail in, then no more mail out, then the log that both write to.
        if (server is not null)
        {
            using var grace = new CancellationTokenSource(Grace);
            await server.StopAsync(grace.Token).ConfigureAwait(false);
        }

        await stopping.CancelAsync().ConfigureAwait(false);
        await delivering.ConfigureAwait(false);
        scheduler?.Dispose();
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            await parts[i].DisposeAsync().ConfigureAwait(false);
        }

        stopping.Dispose();
    }

    private async Task StartAsync(
        SiteFolder folder, SiteIdentity identity, SiteSettings settings, ILoggerFactory loggers, TimeProvider clock,
        CancellationToken ct)
    {
        var organization = Snapshots.Current.Organization;
        var site = organization[Name];
        var credentials = new CredentialFile(folder.Credentials);
        Safety.Check(site, settings, identity, credentials);

        Spool = await Spool.OpenAsync(
            new FolderDisk(folder.Spool), new SpoolOptions { KeepFacts = organization.KeepTraces }, clock,
            loggers.CreateLogger<Spool>(), ct).ConfigureAwait(false);
        parts.Add(Spool);
        var resolver = new DnsResolver(new DnsResolverOptions { Servers = settings.Resolvers });
        var mailboxes = new MailboxStore(new FolderDisk(folder.Mailboxes));
        var limits = new NextHopLimits(clock);
        Service = NewService(site, identity, credentials, limits, loggers, clock);
        parts.Add(Service);
        var deliverer = new SiteDeliverer(
            Snapshots, Name, identity, settings, resolver, mailboxes, Spool, limits, new Random(), clock);
        parts.Add(deliverer);
        var queue = site.Queue with { Retry = settings.RetryAfter ?? site.Queue.Retry };
        var options = new DeliveryOptions
        {
            Schedule = RetrySchedule.Of(queue, site.Waits), PerDestination = queue.PerDestination,
        };
        var notices = new DsnNotices(Service, loggers.CreateLogger<DsnNotices>());
        scheduler = new DeliveryScheduler(
            Spool, deliverer, notices, options, new Random(), clock, loggers.CreateLogger<DeliveryScheduler>());
        delivering = scheduler.RunAsync(stopping.Token);

        await StartServerAsync(site, identity, loggers, clock, ct).ConfigureAwait(false);
        parts.Add(await ApiServer.StartAsync(folder, scheduler, ct).ConfigureAwait(false));
    }

    private SiteService NewService(
        Site site, SiteIdentity identity, CredentialFile credentials, NextHopLimits limits, ILoggerFactory loggers,
        TimeProvider clock)
    {
        var sites = Snapshots.Current.Organization.Sites;
        var journey = new Journey(
        [
            new CountHopsStep(),
            new BorderStep([.. sites.SelectMany(own => own.Mx.Prepend(own.Host))]),
            new RouteStep(identity.TraceKey),
            new StampStep(identity.TraceKey),
        ]);
        return new SiteService(
            Snapshots, Name, Spool, identity, credentials, journey, new TraceIdSource(clock),
            new QueueIdSource(clock, new Random()), limits, clock, loggers.CreateLogger<SiteService>());
    }

    private async Task StartServerAsync(
        Site site, SiteIdentity identity, ILoggerFactory loggers, TimeProvider clock, CancellationToken ct)
    {
        var certificate = SslStreamCertificateContext.Create(identity.Leaf, [identity.Authority], offline: true);
        var options = new SmtpServerOptions
        {
            HostName = site.Host, Listeners = [.. Listeners(site)], Certificate = () => certificate,
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
