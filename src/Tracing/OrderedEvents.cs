using Causeway.Queue.Facts;

namespace Causeway.Tracing;

/// <summary>What an administrator did to a message in the queue, and who it was.</summary>
internal static class OrderedEvents
{
    public static IEnumerable<TraceEvent> Of(string site, Ordered order)
    {
        foreach (var alike in order.Results.GroupBy(result => result.Outcome))
        {
            yield return new TraceEvent(
                order.At, site, WordOf(alike.Key), $"{order.Order.ToString().ToLowerInvariant()} by {order.Who}", null,
                null, null)
            {
                QueueId = order.Id,
                Copy = order.Copy,
                Recipients = [.. alike.Select(result => result.Recipient)],
            };
        }
    }

    private static string WordOf(Outcome outcome) => outcome switch
    {
        Outcome.Dropped => TraceWords.Drop,
        Outcome.Held => TraceWords.Hold,
        _ => TraceWords.Defer,
    };
}
