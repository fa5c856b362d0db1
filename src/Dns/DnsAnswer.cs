namespace Causeway.Dns;

/// <summary>
/// The answer to one question: records only when <see cref="DnsStatus.Found"/>. <paramref name="TimeToLive"/> is the
/// lowest of the records; where there are none, how long that may be remembered (RFC 2308 section 5), or zero.
/// </summary>
public sealed record DnsAnswer<T>(DnsStatus Status, IReadOnlyList<T> Records, TimeSpan TimeToLive)
{
    public bool IsFound => Status == DnsStatus.Found;

    /// <summary>
    /// True where a validating resolver on this machine says that DNSSEC proves the answer (RFC 4035 section 3.2.3).
    /// </summary>
    public bool IsAuthenticated { get; init; }
}
