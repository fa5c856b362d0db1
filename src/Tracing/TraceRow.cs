using System.Collections.Immutable;

namespace Causeway.Tracing;

/// <summary>One event with what is known of its message: a row of the CSV, a line of what follows a message.</summary>
public sealed record TraceRow(
    DateTimeOffset Time,
    string Site,
    string Event,
    string Id,
    string? MessageId,
    string? From,
    ImmutableArray<string> To,
    string? Subject,
    string? Outcome,
    ImmutableArray<string> Recipients,
    long? DelayMs,
    long? SincePreviousMs,
    string? Peer,
    string? Tls,
    string? Reply,
    string? Detail,
    string? QueueId,
    string? Next,
    int? Count)
{
    public static IEnumerable<TraceRow> Of(MessageTrace trace) => trace.Events.Select(e => Of(trace, e, trace.Outcome));

    internal static TraceRow Of(MessageTrace trace, TraceEvent e, string? outcome) => new(
        e.Time, e.Site, e.Event, trace.Id, trace.MessageId, trace.From, trace.To, trace.Subject, outcome, e.Recipients,
        e.DelayMs, e.SincePreviousMs, e.Peer, e.Tls, e.Reply, e.Detail, e.QueueId, e.Next,
        e.Count);
}
