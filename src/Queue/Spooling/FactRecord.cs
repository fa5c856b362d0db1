using Causeway.Queue.Facts;

namespace Causeway.Queue.Spooling;

/// <summary>A fact read from the log, and the place behind it, from which reading can go on.</summary>
public readonly record struct FactRecord(Fact Fact, LogPosition Next);
