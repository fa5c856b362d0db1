namespace Causeway.Tracing;

/// <summary>
/// What a search found, oldest first. <paramref name="IsCut"/> where older traces may match as well, which were left
/// out by the limit.
/// </summary>
public sealed record TraceAnswer(IReadOnlyList<MessageTrace> Traces, bool IsCut);
