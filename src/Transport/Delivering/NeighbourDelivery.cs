using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Dns;
using Causeway.Queue.Delivery;
using Causeway.Queue.Spooling;
using Causeway.Smtp.Client;

namespace Causeway.Transport.Delivering;

/// <summary>
/// Relays to another site of the organization: at the host that the file names, by the connector's TLS, from this
/// site's own address. A neighbour that does not recognize this site keeps the mail here: the link is broken, not the
/// message.
/// </summary>
internal sealed class NeighbourDelivery(
    Tenants tenants, IResolver resolver, MailHosts hosts, Sender sender, Spool spool)
{
    private static readonly EnhancedStatus DoorLocked = ReplyTable.For(Reason.DoorLocked).Status!.Value;
    private static readonly EnhancedStatus NotAttributed = ReplyTable.For(Reason.RelayDeniedOwnSender).Status!.Value;

    public async ValueTask<DeliveryReport> DeliverAsync(DeliveryJob job, CancellationToken ct)
    {
        var next = SiteName.Parse(job.Copy.Next);
        if (tenants.Named(job.Message.Organization) is not { } tenant
            || !tenant.Organization.TryGetSite(next, out var site)
            || tenant.Organization.Connector(tenant.Here.Name, next) is not { } connector)
        {
            return Sender.Deferred(
                job, $"{ReplyTable.For(Reason.NoRoute)} (the way to {next} is gone from the file)", null);
        }

        var found = connector.DeliverBy == DeliverBy.Mx
            ? await hosts.FindAsync(EmailAddress.Parse(job.Recipients[0]).Domain, ct).ConfigureAwait(false)
            : await NamedAsync(site, ct).ConfigureAwait(false);
        if (found is not MxRoute.Found { Hosts: var reached })
        {
            var reply = $"{ReplyTable.For(Reason.NoUsableHost)} ({site.Host}: no address found)";
            return Sender.Deferred(job, reply, null);
        }

        var expected = connector.Tls < TlsLevel.Verified ? null : Expected(tenant, site);
        var targets = reached
            .Select(host => new SmtpTarget(new IPEndPoint(host.Address, site.Port), host.Name, expected)).ToList();
        var client = new SmtpClientOptions
        {
            EhloName = tenant.Here.Host,
            Tls = connector.Tls,
            ClientCertificate = site.ProvesByOrganization ? tenant.Certificates.Leaf : tenant.Certificates.Shown,
        };
        var body = ForwardedBody.Of(job.Copy, new SpooledBody(spool, job.Message));
        var from = ReversePath.Parse(job.Message.From);
        return await sender.SendAsync(job, from, targets, client, body, null, next.Value, BrokenLink, ct)
            .ConfigureAwait(false);
    }

    private static string? BrokenLink(SmtpReply reply) => reply.Status == DoorLocked || reply.Status == NotAttributed
        ? $"{ReplyTable.For(Reason.LinkBroken)} (the neighbour said: {reply})"
        : null;

    // A site that shows a public certificate may still show its leaf, until it has read the file anew.
    private static PeerVerification Expected(Tenant tenant, Site site)
    {
        var byName = PeerVerification.ByName(site.Certificate ?? site.Host, null);
        if (!site.ProvesByOrganization)
        {
            return byName;
        }

        var byOrganization = PeerVerification.ByOrganization(
            tenant.Identity.Authority, new Uri(Attribution.Uri(tenant.Organization.Name, site.Name)));
        return site.CertificateFiles is null ? byOrganization : byOrganization.Or(byName);
    }

    // A host that the file names may be private; an address that DNS gives for an MX may not.
    private async ValueTask<MxRoute?> NamedAsync(Site site, CancellationToken ct)
    {
        if (HostNames.TryAddress(site.Host, out var address))
        {
            return new MxRoute.Found([new MailHost(site.Host, address)]);
        }

        var answer = await resolver.AddressesAsync(site.Host, ct).ConfigureAwait(false);
        return answer.IsFound
            ? new MxRoute.Found([.. answer.Records.Select(found => new MailHost(site.Host, found))])
            : null;
    }
}
