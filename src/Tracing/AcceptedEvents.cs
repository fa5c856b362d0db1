using Causeway.Queue.Facts;

namespace Causeway.Tracing;

/// <summary>
/// The events of an accepted message: RECEIVE, what was found of who sent it, then ROUTE for each copy, one that no way
/// leads to among them.
/// </summary>
internal static class AcceptedEvents
{
    public static IEnumerable<TraceEvent> Of(string site, Accepted message)
    {
        yield return new TraceEvent(
            message.At, site, TraceWords.Receive, $"{message.Size} octets as {message.Id}", PeerText.Of(message.Peer),
            message.Peer.Tls, null)
        {
            QueueId = message.Id,
            Recipients = message.Recipients,
        };
        if (message.Judged is { } judged && judged.By == site)
        {
            yield return new TraceEvent(
                message.At, site, TraceWords.Authenticate,
                $"from {judged.Source} ({judged.Helo}): {judged.Results}", null, null, null)
            {
                QueueId = message.Id,
            };
        }

        if (message.Signatures is { } keys)
        {
            yield return new TraceEvent(
                message.At, site, TraceWords.Sign,
                keys.IsEmpty ? "no key of this site fits the From field" : string.Join(", ", keys), null, null, null)
            {
                QueueId = message.Id,
            };
        }

        foreach (var copy in message.Copies)
        {
            yield return new TraceEvent(
                message.At, site, TraceWords.Route, WhyOf(message, copy), null, null, null)
            {
                QueueId = message.Id,
                Copy = copy.Number,
                Recipients = copy.Recipients,
                NextKind = KindOf(copy),
                Next = copy.Next,
            };
        }
    }

    public static string KindOf(Copy copy) => copy.Kind switch
    {
        DestinationKind.Mailbox => "mailbox",
        DestinationKind.Site => "site",
        DestinationKind.Internet => "internet",
        _ => "held",
    };

    // The hops of the copy's recipients where routing named them so; else, as after an expansion, of the whole message.
    private static string WhyOf(Accepted message, Copy copy)
    {
        var own = message.Hops.Where(hop => copy.Recipients.Contains(hop.Recipient, StringComparer.OrdinalIgnoreCase));
        var hops = own.Any() ? own : message.Hops;
        var reasons = hops.Select(hop => $"{hop.Action} {hop.Recipient}: {hop.Reason} (rule {hop.Rule})");
        return string.Join("; ", reasons.Distinct());
    }
}
