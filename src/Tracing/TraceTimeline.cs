namespace Causeway.Tracing;

/// <summary>Puts the traces of several sites together.</summary>
public static class TraceTimeline
{
    /// <summary>One trace for each id, its events by time; traces by their first event, the oldest first.</summary>
    public static IReadOnlyList<MessageTrace> Merge(IEnumerable<MessageTrace> traces) =>
        [.. traces.GroupBy(trace => trace.Id, StringComparer.Ordinal).Select(Combine).OrderBy(FirstTime)];

    private static MessageTrace Combine(IGrouping<string, MessageTrace> parts)
    {
        var inOrder = parts.OrderBy(FirstTime).ToList();
        var events = TraceDelays.Fill([.. inOrder.SelectMany(part => part.Events).OrderBy(e => e.Time)]);
        return new MessageTrace(
            parts.Key,
            inOrder.Select(part => part.MessageId).FirstOrDefault(id => id is not null),
            inOrder.Select(part => part.From).FirstOrDefault(from => from is not null),
            [.. inOrder.SelectMany(part => part.To).Distinct(StringComparer.OrdinalIgnoreCase)],
            TraceOutcome.Of(events),
            events)
        {
            Subject = inOrder.Select(part => part.Subject).FirstOrDefault(subject => subject is not null),
        };
    }

    private static DateTimeOffset FirstTime(MessageTrace trace) =>
        trace.Events.IsEmpty ? DateTimeOffset.MaxValue : trace.Events[0].Time;
}
