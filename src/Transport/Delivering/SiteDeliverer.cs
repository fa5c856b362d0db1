using System.Net;
using Causeway.Core.Replies;
using Causeway.Core.Topology;
using Causeway.Dns;
using Causeway.Mailboxes;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Smtp.Client;

namespace Causeway.Transport.Delivering;

/// <summary>Takes each copy to where it goes: a mailbox here, a neighbour, or the Internet.</summary>
public sealed class SiteDeliverer : IDeliverer, IAsyncDisposable
{
    private readonly ConnectionPool pool;
    private readonly LocalDelivery local;
    private readonly NeighbourDelivery neighbours;
    private readonly InternetDelivery internet;

    public SiteDeliverer(
        Tenants tenants, SiteSettings settings, IResolver resolver, MailboxStore mailboxes, Spool spool,
        NextHopLimits limits, Random random, TimeProvider clock)
    {
        pool = new ConnectionPool(new ConnectionPoolOptions(), clock);
        var sender = new Sender(pool, limits);
        var here = tenants.All.Select(tenant => tenant.Here).ToList();
        var source = Source(here);
        var fellow = new MailHostOptions { LoopbackCountsAsPublic = settings.LoopbackCountsAsPublic };
        var own = fellow with
        {
            OwnNames = [.. here.SelectMany(site => site.Mx.Prepend(site.Host)).Select(name => name.ToLowerInvariant())],
            OwnAddresses =
            [
                .. here.SelectMany(site => site.Addresses).Where(network => network.IsSingle())
                    .Select(network => network.BaseAddress),
            ],
        };
        local = new LocalDelivery(mailboxes, spool);
        var hosts = new MailHosts(resolver, own, random);
        neighbours = new NeighbourDelivery(tenants, resolver, hosts, sender, spool, source);
        internet = new InternetDelivery(
            tenants, hosts, new MailHosts(resolver, fellow, random), sender, spool, source, settings.MxPort);
    }

    public ValueTask<DeliveryReport> DeliverAsync(DeliveryJob job, CancellationToken ct) => job.Copy.Kind switch
    {
        DestinationKind.Mailbox => local.DeliverAsync(job, ct),
        DestinationKind.Site => neighbours.DeliverAsync(job, ct),
        DestinationKind.Internet => internet.DeliverAsync(job, ct),
        // No way leads to it; the reply is the one that routing gave.
        _ => ValueTask.FromResult(Sender.All(job, Outcome.Held, job.Copy.Next, null)),
    };

    public ValueTask DisposeAsync() => pool.DisposeAsync();

    // Connections leave from the address on which the site listens, where it listens on a certain one.
    private static IPAddress? Source(IEnumerable<Site> here) =>
        here.SelectMany(site => site.Listen).Select(endpoint => endpoint.Address)
            .FirstOrDefault(address => !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any));
}
