namespace Causeway.Queue.Spooling;

/// <summary>How far a spool was durable at a moment between two groups: the log, and the octets of messages.</summary>
public readonly record struct SpoolExtent(LogPosition Facts, LogPosition Bodies);
