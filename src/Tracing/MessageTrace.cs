using System.Collections.Immutable;

namespace Causeway.Tracing;

/// <summary>
/// What became of a message, by the id of its trace. The outcome is one word, and the worst that is true of any
/// recipient: <c>held</c>, else <c>pending</c>, else <c>delivered</c> (in a mailbox of ours), else <c>relayed</c> (left
/// for the Internet, or for a site whose log was not read), else <c>refused</c> (no recipient was accepted). The events
/// tell it for each recipient.
/// </summary>
public sealed record MessageTrace(
    string Id,
    string? MessageId,
    string? From,
    ImmutableArray<string> To,
    string Outcome,
    ImmutableArray<TraceEvent> Events)
{
    public string? Subject { get; init; }
}
