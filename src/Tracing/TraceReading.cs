using System.Collections.Immutable;

namespace Causeway.Tracing;

/// <summary>Which traces to read from a site's log, and up to when.</summary>
public sealed record TraceReading(ImmutableArray<string> Ids, DateTimeOffset? Until);
