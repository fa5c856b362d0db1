namespace Causeway.Queue.Spooling;

/// <summary>
/// When the facts of a closed segment happened: the earliest and the latest of them. They stand in the order of their
/// writing, which is not quite that of their times.
/// </summary>
internal readonly record struct SegmentSpan(long Octets, DateTimeOffset First, DateTimeOffset Last);
