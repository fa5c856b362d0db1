using System.Collections.Immutable;
using System.Net;
using Causeway.Authentication.Dkim;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Mail;
using Causeway.Queue.Facts;

namespace Causeway.Transport.Receiving;

/// <summary>
/// Mail that a site makes itself, such as an automatic reply: routed as its own, durable like any other.
/// </summary>
public static class OwnMail
{
    /// <summary>The peer of a site's own mail in the log; no connection comes from port 0.</summary>
    public const string PeerAddress = "127.0.0.1:0";

    /// <summary>Puts a message into the site's spool; false where no recipient can be routed.</summary>
    public static async ValueTask<bool> SubmitAsync(
        SiteService service, Tenant tenant, ReversePath from, ImmutableArray<EmailAddress> recipients,
        ReadOnlyMemory<byte> octets, CancellationToken ct) =>
        await SubmitAsync(service, tenant, Envelope.Plain(from, recipients), octets, service.QueueIds.Next(), null, ct)
            .ConfigureAwait(false) is null;

    /// <summary>
    /// Puts a message into the site's spool under a queue id, with what it is the notice of. Null once it is durable,
    /// or the refusal where no recipient can be routed.
    /// </summary>
    public static async ValueTask<SmtpReply?> SubmitAsync(
        SiteService service, Tenant tenant, Envelope envelope, ReadOnlyMemory<byte> octets, string queueId,
        NoticeOf? notice, CancellationToken ct)
    {
        var peer = IPEndPoint.Parse(PeerAddress);
        var header = HeaderBlock.Scan(octets);
        using var hashes = new BodyHashes();
        var hash = hashes.Add(Canonicalization.Relaxed, null);
        hashes.Write(octets.Span[header.Octets.Length..]);
        hashes.Complete();
        var message = service.Journey.Take(new Incoming
        {
            Snapshot = tenant.Snapshot,
            Here = tenant.Here,
            Key = tenant.Identity.TraceKey,
            Arrival = new Arrival(peer, tenant.Here.Host, IsExtended: false, Tls: null),
            Origin = new Origin.OwnMail(),
            Envelope = envelope,
            Header = header,
            Body = hash,
            Keys = tenant.Keys,
            QueueId = queueId,
            TraceId = service.TraceIds.Next(),
            At = service.Clock.GetUtcNow(),
        });
        if (message.Refusal is { } refusal)
        {
            return refusal;
        }

        using var body = service.Spool.BeginBody();
        await body.WriteAsync(message.Stamp.AsMemory(), ct).ConfigureAwait(false);
        await body.WriteAsync(message.Header.Octets, ct).ConfigureAwait(false);
        await body.WriteAsync(octets[header.Octets.Length..], ct).ConfigureAwait(false);
        var fact = AcceptedFact.Of(message, new Peer(PeerAddress, null, null, null)) with { Notice = notice };
        await service.Spool.CommitAsync(body, fact, ct).ConfigureAwait(false);
        return null;
    }
}
