using System.Net;

namespace Causeway.Dns;

/// <summary>Builds answers.</summary>
internal static class DnsAnswers
{
    public static DnsAnswer<T> None<T>(DnsStatus status) => None<T>(status, TimeSpan.Zero);

    public static DnsAnswer<T> None<T>(DnsStatus status, TimeSpan timeToLive) => new(status, [], timeToLive);

    /// <summary>Found with these records, or <see cref="DnsStatus.NoData"/> where there are none.</summary>
    public static DnsAnswer<T> Of<T>(IReadOnlyList<T> records, TimeSpan timeToLive) =>
        records.Count == 0 ? None<T>(DnsStatus.NoData) : new(DnsStatus.Found, records, timeToLive);

    /// <summary>A and AAAA as one answer: found if either is; a fault counts where neither is.</summary>
    public static DnsAnswer<IPAddress> Merge(DnsAnswer<IPAddress> four, DnsAnswer<IPAddress> six) =>
        (four.Status, six.Status) switch
        {
            (DnsStatus.Found, DnsStatus.Found) => new(DnsStatus.Found, [.. four.Records, .. six.Records],
                four.TimeToLive < six.TimeToLive ? four.TimeToLive : six.TimeToLive)
            { IsAuthenticated = four.IsAuthenticated && six.IsAuthenticated },
            (DnsStatus.Found, _) => four,
            (_, DnsStatus.Found) => six,
            (DnsStatus.TemporaryFault, _) or (_, DnsStatus.TemporaryFault) =>
                None<IPAddress>(DnsStatus.TemporaryFault),
            (DnsStatus.NoSuchName, DnsStatus.NoSuchName) => four,
            _ => None<IPAddress>(DnsStatus.NoData),
        };
}
