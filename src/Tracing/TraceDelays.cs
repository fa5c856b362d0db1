using System.Collections.Immutable;

namespace Causeway.Tracing;

/// <summary>How long everything took: at each site since acceptance, and from event to event.</summary>
internal static class TraceDelays
{
    /// <summary>The events, which are in the order of time, with both delays filled in.</summary>
    public static ImmutableArray<TraceEvent> Fill(IReadOnlyList<TraceEvent> events)
    {
        var received = new Dictionary<(string Site, string? Id), DateTimeOffset>();
        var filled = ImmutableArray.CreateBuilder<TraceEvent>(events.Count);
        foreach (var e in events)
        {
            if (e.Event == TraceWords.Receive)
            {
                received.TryAdd((e.Site, e.QueueId), e.Time);
            }

            filled.Add(e with
            {
                DelayMs = received.TryGetValue((e.Site, e.QueueId), out var at) ? Of(e, at) : null,
                SincePreviousMs = filled.Count > 0 ? Milliseconds(e.Time - filled[^1].Time) : null,
            });
        }

        return filled.MoveToImmutable();
    }

    /// <summary>Milliseconds at the site until the event; null for what is no attempt and no end.</summary>
    public static long? Of(TraceEvent e, DateTimeOffset received) =>
        e.Event is TraceWords.Receive or TraceWords.Route ? null : Milliseconds(e.Time - received);

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}
