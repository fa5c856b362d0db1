namespace Causeway.Dns;

/// <summary>How long answers are remembered, and how many.</summary>
public sealed record CachingResolverOptions
{
    /// <summary>RFC 2181 section 8 lets a cache set a limit.</summary>
    public TimeSpan MaximumTimeToLive { get; init; } = TimeSpan.FromDays(1);

    /// <summary>What is worth remembering at all is remembered while one message is judged.</summary>
    public TimeSpan MinimumTimeToLive { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// That there is nothing. RFC 2308 section 5 allows hours; who has just published a record shall not wait for them.
    /// </summary>
    public TimeSpan MaximumNegativeTimeToLive { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Temporary faults. RFC 9520 section 3.2: one second at least, five minutes at most.
    /// </summary>
    public TimeSpan FaultTimeToLive { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Strangers choose the names; those not asked for longest go first.</summary>
    public int MaximumEntries { get; init; } = 20_000;

    /// <summary>As far as they can be counted: names and texts.</summary>
    public long MaximumOctets { get; init; } = 32 * 1024 * 1024;
}
