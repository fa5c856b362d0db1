using System.Collections.Immutable;

namespace Causeway.Queue.Checking;

/// <summary>A message that damage concerns, as far as can be told.</summary>
public sealed record AffectedMessage(
    string? TraceId, string? Id, string? MessageId, string? From, ImmutableArray<string> Recipients);
