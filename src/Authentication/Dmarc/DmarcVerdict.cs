namespace Causeway.Authentication.Dmarc;

/// <summary>What DMARC says of a message (RFC 9989).</summary>
/// <param name="Result">The result.</param>
/// <param name="AuthorDomain">
/// The domain of the one From address, in lower case; null where From does not name exactly one that all readers agree
/// upon: such a message never passes.
/// </param>
public sealed record DmarcVerdict(DmarcResult Result, string? AuthorDomain)
{
    /// <summary>The domain whose record was used: the Author Domain's or its Organizational Domain's.</summary>
    public string? PolicyDomain { get; init; }

    /// <summary>
    /// What the record asks for this message, t= and np= taken into account; null where there is no record.
    /// </summary>
    public DmarcPolicy? Policy { get; init; }

    /// <summary>True where SPF passed for an aligned domain.</summary>
    public bool IsSpfAligned { get; init; }

    /// <summary>True where DKIM passed for an aligned domain.</summary>
    public bool IsDkimAligned { get; init; }

    /// <summary>Why it came out so, for people.</summary>
    public string? Reason { get; init; }
}
