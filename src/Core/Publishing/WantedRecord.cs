namespace Causeway.Core.Publishing;

/// <summary>
/// A record as it should stand in DNS. Names in lower case without the trailing dot, a wildcard as <c>*.a.example</c>;
/// the value of an MX is <c>10 mx.a.example</c>, that of a TXT the text without quotes.
/// </summary>
/// <param name="Why">One sentence.</param>
public sealed record WantedRecord(
    string Name, RecordType Type, string Value, RecordPurpose Purpose, RecordWeight Weight, string Why)
{
    /// <summary>Long enough to be cached, short enough to change a mistake within the hour.</summary>
    public static TimeSpan DefaultTimeToLive { get; } = TimeSpan.FromHours(1);

    public TimeSpan TimeToLive { get; init; } = DefaultTimeToLive;

    /// <summary>What must be done before it is published; null for nothing.</summary>
    public string? Before { get; init; }

    /// <summary>The name to ask for: a wildcard is seen through a name that nobody has given.</summary>
    public string AskedName => Name.StartsWith('*') ? $"causeway-check{Name[1..]}" : Name;
}
