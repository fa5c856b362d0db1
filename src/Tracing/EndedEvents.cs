using Causeway.Queue.Facts;

namespace Causeway.Tracing;

/// <summary>The events of an attempt: one for each outcome and reply among its recipients.</summary>
internal static class EndedEvents
{
    public static IEnumerable<TraceEvent> Of(
        string site, Accepted message, Ended end, IReadOnlyCollection<TraceEvent> notices)
    {
        var copy = message.Copies.FirstOrDefault(copy => copy.Number == end.Copy);
        foreach (var alike in end.Results.GroupBy(result => (result.Outcome, result.Reply)))
        {
            var told = notices.FirstOrDefault(
                notice => alike.Any(result => notice.Recipients.Contains(result.Recipient)));
            yield return new TraceEvent(
                end.At, site, WordOf(alike.Key.Outcome),
                DetailOf(end, alike.Key.Outcome, copy) + Rewritten(end) + Pool(end)
                    + (told is null ? "" : $"; {told.Detail}"),
                PeerText.Of(end.Peer), end.Peer?.Tls, alike.Key.Reply)
            {
                QueueId = end.Id,
                Copy = end.Copy,
                Recipients = [.. alike.Select(result => result.Recipient)],
                NextKind = copy is null ? null : AcceptedEvents.KindOf(copy),
                Next = copy?.Next,
            };
        }
    }

    private static string Rewritten(Ended end) => end.ReversePath is { } path ? $", from {path}" : "";

    // Only what leaves for the Internet has a pool; between own sites everything leaves from one address.
    private static string Pool(Ended end) => end.Pool is { } pool
        ? $", {(end.Source is { } source ? $"source {source}, " : "")}pool {pool}" : "";

    private static string WordOf(Outcome outcome) => outcome switch
    {
        Outcome.Delivered => TraceWords.Deliver,
        Outcome.Relayed => TraceWords.Relay,
        Outcome.Deferred => TraceWords.Defer,
        Outcome.Bounced => TraceWords.Bounce,
        Outcome.Dropped => TraceWords.Drop,
        _ => TraceWords.Hold,
    };

    private static string DetailOf(Ended end, Outcome outcome, Copy? copy) => outcome switch
    {
        Outcome.Deferred =>
            $"attempt {end.Attempt}, next at {end.NextAttempt?.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}",
        Outcome.Relayed => $"attempt {end.Attempt} to {copy?.Next}",
        _ => $"attempt {end.Attempt}",
    };
}
