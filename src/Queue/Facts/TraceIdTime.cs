namespace Causeway.Queue.Facts;

/// <summary>The time that stands in the id of a trace: ten characters of base32, milliseconds since 1970.</summary>
public static class TraceIdTime
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int TimeLength = 10;
    private const int Length = 26;
    private static readonly long Longest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The earliest time in any of the ids; null where one tells none.</summary>
    public static DateTimeOffset? Earliest(IReadOnlyCollection<string> ids)
    {
        DateTimeOffset? earliest = null;
        foreach (var id in ids)
        {
            if (Of(id) is not { } time)
            {
                return null;
            }

            earliest = earliest < time ? earliest : time;
        }

        return earliest;
    }

    /// <summary>The time of one id; null where it tells none.</summary>
    public static DateTimeOffset? Of(string id)
    {
        var milliseconds = id.Length == Length ? 0L : -1;
        for (var i = 0; i < TimeLength && milliseconds >= 0; i++)
        {
            var digit = Alphabet.IndexOf(id[i], StringComparison.Ordinal);
            milliseconds = digit < 0 ? -1 : (milliseconds << 5) | (long)digit;
        }

        return milliseconds < 0 || milliseconds > Longest
            ? null
            : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }
}
