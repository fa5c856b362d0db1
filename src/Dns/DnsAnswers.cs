namespace Causeway.Dns;

/// <summary>Builds answers.</summary>
internal static class DnsAnswers
{
    /// <param name="timeToLive">How long a negative answer is remembered; zero where that is not known.</param>
    public static DnsAnswer<T> None<T>(DnsStatus status, TimeSpan timeToLive = default) => new(status, [], timeToLive);

    /// <summary>Found with these records, or <see cref="DnsStatus.NoData"/> where there are none.</summary>
    public static DnsAnswer<T> Of<T>(IReadOnlyList<T> records, TimeSpan timeToLive) =>
        records.Count == 0 ? None<T>(DnsStatus.NoData) : new(DnsStatus.Found, records, timeToLive);
}
