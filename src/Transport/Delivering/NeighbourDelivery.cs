using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Dns;
using Causeway.Queue.Delivery;
using Causeway.Queue.Spooling;
using Causeway.Smtp.Client;
using Causeway.Transport.Foreign;

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

        var recipient = EmailAddress.Parse(job.Recipients[0]);
        var targets = await TargetsAsync(tenant, site, connector, recipient, ct).ConfigureAwait(false);
        if (targets.Count == 0)
        {
            var reply = $"{ReplyTable.For(Reason.NoUsableHost)} ({site.Host}: no address found)";
            return Sender.Deferred(job, reply, null);
        }

        var client = Client(tenant, site, connector);
        var body = ForwardedBody.Of(job.Copy, new SpooledBody(spool, job.Message));
        var from = ReversePath.Parse(job.Message.From);
        return await sender.SendAsync(job, from, targets, client, body, null, next.Value, BrokenLink, ct)
            .ConfigureAwait(false);
    }

    /// <summary>Asks a neighbour whether it takes a recipient, as it would be handed mail.</summary>
    public async Task<ProbeAnswer> ProbeAsync(
        Tenant tenant, SiteName next, EmailAddress recipient, CancellationToken ct)
    {
        if (!tenant.Organization.TryGetSite(next, out var site)
            || tenant.Organization.Connector(tenant.Here.Name, next) is not { } connector)
        {
            return new ProbeAnswer(ForeignAnswer.NotSaid, ReplyTable.For(Reason.NoRoute).ToString());
        }

        var last = new ProbeAnswer(ForeignAnswer.NotSaid, ReplyTable.For(Reason.NoUsableHost).ToString());
        foreach (var target in await TargetsAsync(tenant, site, connector, recipient, ct).ConfigureAwait(false))
        {
            try
            {
                var probe = await sender.ProbeAsync(target, Client(tenant, site, connector), recipient, ct)
                    .ConfigureAwait(false);
                last = new ProbeAnswer(AnswerOf(probe), probe.Reply.ToString());
                if (last.Answer != ForeignAnswer.NotSaid)
                {
                    break;
                }
            }
            catch (SmtpConnectionBrokenException fault)
            {
                last = new ProbeAnswer(
                    ForeignAnswer.NotSaid,
                    $"{ReplyTable.For(Reason.HostUnreachable)} ({target.HostName}: {fault.Message})");
            }
        }

        return last;
    }

    // Only what is said of the address itself counts; a mailbox that is full or closed to us is no reason to say that
    // there is none. RFC 3463 section 3.2: X.1.z is about addresses; 5.4.1 is how a door of ours says it.
    private static ForeignAnswer AnswerOf(RecipientProbe probe) => probe switch
    {
        { IsOfRecipient: true, Reply.IsPositive: true } => ForeignAnswer.Exists,
        { IsOfRecipient: true, Reply: { IsPermanent: true, Status: { } status } }
            when status is { Subject: 1 } or { Subject: 4, Detail: 1 } => ForeignAnswer.Missing,

        // RFC 5321 section 4.2.3: without an enhanced code these three are about the mailbox.
        { IsOfRecipient: true, Reply: { Code: 550 or 551 or 553, Status: null } } => ForeignAnswer.Missing,
        _ => ForeignAnswer.NotSaid,
    };

    private async ValueTask<IReadOnlyList<SmtpTarget>> TargetsAsync(
        Tenant tenant, Site site, Connector connector, EmailAddress recipient, CancellationToken ct)
    {
        var found = connector.DeliverBy == DeliverBy.Mx
            ? await hosts.FindAsync(recipient.Domain, ct).ConfigureAwait(false)
            : await NamedAsync(site, ct).ConfigureAwait(false);
        var expected = connector.Tls < TlsLevel.Verified ? null : Expected(tenant, site);
        return found is MxRoute.Found { Hosts: var reached }
            ? [.. reached.Select(
                host => new SmtpTarget(new IPEndPoint(host.Address, site.Port), host.Name, expected))]
            : [];
    }

    private static SmtpClientOptions Client(Tenant tenant, Site site, Connector connector) => new()
    {
        EhloName = tenant.Here.Host,
        Tls = connector.Tls,
        ClientCertificate = site.ProvesByOrganization ? tenant.Certificates.Leaf : tenant.Certificates.Shown,
    };

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
