using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Dns;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Smtp.Client;

namespace Causeway.Transport.Delivering;

/// <summary>
/// Sends to the MX of a domain: what leaves loses our own fields, and a reverse-path that is not ours becomes a return
/// address; TLS is taken where it is offered, a partner's host must prove itself, or the message waits.
/// </summary>
/// <param name="hosts">Finds the hosts of strangers; this site is none of them.</param>
/// <param name="fellows">
/// Finds the hosts of other organizations that this site serves: they are reached as any other, by their MX, even where
/// that leads back here.
/// </param>
internal sealed class InternetDelivery(
    Tenants tenants, MailHosts hosts, MailHosts fellows, Sender sender, Spool spool, int port)
{
    public async ValueTask<DeliveryReport> DeliverAsync(DeliveryJob job, CancellationToken ct)
    {
        var domain = DomainName.Parse(job.Copy.Next);
        var tenant = tenants.Named(job.Message.Organization) ?? tenants.First;
        var isFellow = tenants.Of(domain) is { } owner && owner != tenant;
        var route = await (isFellow ? fellows : hosts).FindAsync(domain, ct).ConfigureAwait(false);
        if (route is not MxRoute.Found found)
        {
            var none = (MxRoute.NotFound)route;
            return Sender.All(
                job, none.Reply.IsPermanent ? Outcome.Held : Outcome.Deferred, $"{none.Reply} ({none.Detail})", null);
        }

        var before = ReversePath.Parse(job.Message.From);
        var pool = PoolChoice.Of(tenant.Organization, tenant.Here, LeavingMail.Of(job.Message, before));
        var partner = tenant.Organization.Partner(domain);
        var targets = Reachable(found.Hosts, pool).Select(host => new SmtpTarget(
            new IPEndPoint(host.Address, port), host.Name,
            partner is null ? null : PeerVerification.ByName(partner.Certificate ?? host.Name, null))).ToList();
        var client = new SmtpClientOptions
        {
            EhloName = tenant.Here.Host, Tls = partner is null ? TlsLevel.Opportunistic : TlsLevel.Verified,
        };
        if (await tenant.Returns.LeaveAsync(tenant.Snapshot, before).ConfigureAwait(false) is not { } from)
        {
            return Sender.Deferred(job, ReplyTable.For(Reason.ReturnAddressesFull).ToString(), null);
        }

        var body = await LeavingBody.OpenAsync(spool, job.Message, ct).ConfigureAwait(false);
        var report = await sender.SendAsync(
            job, from, targets, client, ForwardedBody.Of(job.Copy, body), pool, null, null, ct).ConfigureAwait(false);
        return from == before ? report : report with { ReversePath = from.ToString() };
    }

    // A host that the pool cannot reach by its family of addresses is left out while there is another.
    private static IEnumerable<MailHost> Reachable(IReadOnlyList<MailHost> hosts, PoolChoice pool)
    {
        var covered = hosts.Where(host => pool.Covers(host.Address.AddressFamily)).ToList();
        return covered.Count > 0 ? covered : hosts;
    }
}
