using System.Collections.Immutable;
using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Topology;
using Causeway.Dns;
using Causeway.Mailboxes;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Smtp.Client;
using Causeway.Transport.Foreign;
using Causeway.Transport.AutomaticReplies;

namespace Causeway.Transport.Delivering;

/// <summary>Takes each copy to where it goes: a mailbox here, a neighbour, or the Internet.</summary>
public sealed class SiteDeliverer : IDeliverer, IRecipientProbe, IAsyncDisposable
{
    private readonly Tenants tenants;
    private readonly SiteSettings settings;
    private readonly IResolver resolver;
    private readonly Spool spool;
    private readonly Random random;
    private readonly Lock gate = new();
    private readonly NextHopLimits limits;
    private readonly ConnectionPool pool;
    private readonly LocalDelivery local;
    private Ways ways;

    public SiteDeliverer(
        Tenants tenants, SiteSettings settings, IResolver resolver, MailboxStore mailboxes, Spool spool,
        NextHopLimits limits, AutomaticReplier replier, Action<MailboxFilling> filling, Random random,
        TimeProvider clock)
    {
        this.tenants = tenants;
        this.settings = settings;
        this.resolver = resolver;
        this.spool = spool;
        this.limits = limits;
        this.random = random;
        pool = new ConnectionPool(new ConnectionPoolOptions(), clock);
        local = new LocalDelivery(tenants, mailboxes, spool, replier, filling);
        ways = NewWays();
    }

    // The names and addresses of this site are those of the files in force.
    private Ways Now
    {
        get
        {
            lock (gate)
            {
                return ways.Generation == tenants.Generation ? ways : ways = NewWays();
            }
        }
    }

    public ValueTask<DeliveryReport> DeliverAsync(DeliveryJob job, CancellationToken ct) => job.Copy.Kind switch
    {
        DestinationKind.Mailbox => local.DeliverAsync(job, ct),
        DestinationKind.Site => Now.Neighbours.DeliverAsync(job, ct),
        DestinationKind.Internet => Now.Internet.DeliverAsync(job, ct),
        // No way leads to it; the reply is the one that routing gave.
        _ => ValueTask.FromResult(Sender.All(job, Outcome.Held, job.Copy.Next, null)),
    };

    public Task<ProbeAnswer> ProbeAsync(
        Tenant tenant, SiteName site, EmailAddress recipient, CancellationToken ct) =>
        Now.Neighbours.ProbeAsync(tenant, site, recipient, ct);

    public ValueTask DisposeAsync() => pool.DisposeAsync();

    private Ways NewWays()
    {
        var generation = tenants.Generation;
        var here = tenants.All.Select(tenant => tenant.Here).ToList();
        var fellow = new MailHostOptions { LoopbackCountsAsPublic = settings.LoopbackCountsAsPublic };
        var own = fellow with
        {
            OwnNames = [.. here.SelectMany(site => site.Mx.Prepend(site.Host)).Select(name => name.ToLowerInvariant())],
            OwnAddresses =
            [
                .. here.SelectMany(site => site.Addresses).Where(network => network.IsSingle())
                    .Select(network => network.BaseAddress),
                .. here.SelectMany(site => site.Pools.All).Select(way => way.Address),
            ],
        };
        var sender = new Sender(pool, limits, Sources(here));
        var hosts = new MailHosts(resolver, own, new Random(random.Next()));
        var fellows = new MailHosts(resolver, fellow, new Random(random.Next()));
        return new Ways(
            generation,
            new NeighbourDelivery(tenants, resolver, hosts, sender, spool),
            new InternetDelivery(tenants, hosts, fellows, sender, spool, settings.MxPort));
    }

    // Connections leave from the address on which the site listens, where it listens on a certain one.
    private static ImmutableArray<IPAddress> Sources(IEnumerable<Site> here) =>
    [
        .. here.SelectMany(site => site.Listen).Select(endpoint => endpoint.Address)
            .Where(address => !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)),
    ];

    private sealed record Ways(object Generation, NeighbourDelivery Neighbours, InternetDelivery Internet);
}
