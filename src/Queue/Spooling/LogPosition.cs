namespace Causeway.Queue.Spooling;

/// <summary>
/// A place in the log of facts: the segment, and the offset in it in octets. Default is the beginning.
/// </summary>
public readonly record struct LogPosition(int Segment, long Offset) : IComparable<LogPosition>
{
    public static bool operator <(LogPosition left, LogPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(LogPosition left, LogPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(LogPosition left, LogPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(LogPosition left, LogPosition right) => left.CompareTo(right) >= 0;

    public int CompareTo(LogPosition other) =>
        Segment != other.Segment ? Segment.CompareTo(other.Segment) : Offset.CompareTo(other.Offset);
}
