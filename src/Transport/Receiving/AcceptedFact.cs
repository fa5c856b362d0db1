using Causeway.Mail;
using Causeway.Queue.Facts;

namespace Causeway.Transport.Receiving;

/// <summary>Puts a message at the end of its journey into the words of the log.</summary>
internal static class AcceptedFact
{
    public static Accepted Of(Incoming message, Peer peer) => new()
    {
        At = message.At,
        Id = message.QueueId,
        TraceId = message.TraceId,
        Organization = message.Snapshot.Organization.Name,
        Peer = peer,
        From = message.From.ToString(),
        Recipients = [.. message.Recipients.Select(recipient => recipient.ToString())],
        MessageId = message.Header.TextOf("Message-ID"u8),
        Subject = message.Header.TextOf("Subject"u8),
        Copies = Copies.Of(message.Decisions),
        Hops = [.. message.Decisions.SelectMany(decision => decision.Hops).Select(hop => new Hop(
            hop.Action.ToString().ToLowerInvariant(), hop.Recipient.ToString(), hop.Next?.ToString(),
            hop.Reply?.ToString(), hop.Rule, hop.Why))],
    };
}
