namespace Causeway.Dns;

/// <summary>What one message may ask of DNS.</summary>
public sealed record ResolverBudget
{
    /// <summary>
    /// SPF asks for ten terms and up to ten addresses of each (RFC 7208 section 4.6.4), ARC for the key of each of 50
    /// sets (RFC 8617 section 4.2.1), DKIM and DMARC for some more.
    /// </summary>
    public int Questions { get; init; } = 300;

    /// <summary>
    /// How many are asked at once; others wait. A question that nobody answers holds its place for 20 seconds
    /// (<see cref="DnsResolverOptions.TotalTimeout"/>): no message may hold all places of the resolver, and of honest
    /// mail hardly any asks for more at a time.
    /// </summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>
    /// How long all questions may take: the time in which any of them is open. RFC 5321 section 4.5.3.2.6 lets a client
    /// wait ten minutes for the reply to its message; the judging shall not need them.
    /// </summary>
    public TimeSpan Waiting { get; init; } = TimeSpan.FromMinutes(2);
}
