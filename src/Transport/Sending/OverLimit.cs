namespace Causeway.Transport.Sending;

/// <summary>How often, and since when, a sender was over a limit; the limit in the words of the reply.</summary>
public sealed record OverLimit(DateTimeOffset First, DateTimeOffset Last, int Count, string Limit);
