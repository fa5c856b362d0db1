namespace Causeway.Tracing;

/// <summary>An address, how many messages for it were passed on, and when the last one came.</summary>
public sealed record PassedOnAddress(string Address, int Messages, DateTimeOffset Last);
