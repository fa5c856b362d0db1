using System.Collections.Immutable;
using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Mail;
using Causeway.Queue.Facts;

namespace Causeway.Transport.Receiving;

/// <summary>
/// Mail that a site makes itself, such as an automatic reply: routed as its own, durable like any other.
/// </summary>
public static class OwnMail
{
    /// <summary>Puts a message into the site's spool; false where no recipient can be routed.</summary>
    public static async ValueTask<bool> SubmitAsync(
        SiteService service, ReversePath from, ImmutableArray<EmailAddress> recipients, ReadOnlyMemory<byte> octets,
        CancellationToken ct)
    {
        var peer = new IPEndPoint(IPAddress.Loopback, 0);
        var message = service.Journey.Take(new Incoming
        {
            Snapshot = service.Snapshot,
            Here = service.Here,
            Arrival = new Arrival(peer, service.Here.Host, IsExtended: false, Tls: null),
            Origin = new Origin.OwnMail(),
            From = from,
            Recipients = recipients,
            Header = HeaderBlock.Scan(octets),
            QueueId = service.QueueIds.Next(),
            TraceId = service.TraceIds.Next(),
            At = service.Clock.GetUtcNow(),
        });
        if (message.Refusal is not null)
        {
            return false;
        }

        using var body = service.Spool.BeginBody();
        await body.WriteAsync(message.Stamp.AsMemory(), ct).ConfigureAwait(false);
        await body.WriteAsync(octets, ct).ConfigureAwait(false);
        var fact = AcceptedFact.Of(message, new Peer(peer.ToString(), null, null, null));
        await service.Spool.CommitAsync(body, fact, ct).ConfigureAwait(false);
        return true;
    }
}
