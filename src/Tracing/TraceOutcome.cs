namespace Causeway.Tracing;

/// <summary>
/// Finds the one word for a trace from its events, so that traces of several sites can be put together.
/// </summary>
internal static class TraceOutcome
{
    public static string Of(IEnumerable<TraceEvent> events)
    {
        var states = new Dictionary<(string, string?, int?, string), string?>();
        var inOrder = events.ToList();
        var receivedAt = inOrder.Where(e => e.Event == TraceWords.Receive).Select(e => e.Site).ToHashSet();
        foreach (var e in inOrder)
        {
            if (StateAfter(e, receivedAt) is { } state)
            {
                foreach (var recipient in e.Recipients)
                {
                    states[(e.Site, e.QueueId, e.Copy, recipient)] = state.Length == 0 ? null : state;
                }
            }
        }

        return TraceWords.Outcomes.FirstOrDefault(states.ContainsValue) ?? TraceWords.Refused;
    }

    /// <summary>The state of the event's recipients after it; empty where another site's events tell it.</summary>
    private static string? StateAfter(TraceEvent e, HashSet<string> receivedAt) => e.Event switch
    {
        TraceWords.Route or TraceWords.Defer => TraceWords.Pending,
        TraceWords.Deliver => TraceWords.Delivered,
        TraceWords.Hold => TraceWords.Held,
        TraceWords.Bounce => TraceWords.Bounced,
        TraceWords.Drop => TraceWords.Dropped,
        TraceWords.Relay when e.NextKind == "site" && receivedAt.Contains(e.Next ?? "") => "",
        TraceWords.Relay => TraceWords.Relayed,
        _ => null,
    };
}
