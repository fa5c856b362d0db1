namespace Causeway.Authentication.Spf;

/// <summary>What SPF says of one connection (RFC 7208).</summary>
/// <param name="Result">The result.</param>
/// <param name="Domain">
/// The domain that was asked, as it came: of MAIL FROM, or of HELO for a null reverse-path; empty where it is none.
/// </param>
/// <param name="IsOfHelo">True where the identity that was judged is HELO's (RFC 7208 section 2.3).</param>
public sealed record SpfVerdict(SpfResult Result, string Domain, bool IsOfHelo)
{
    /// <summary>
    /// The term that decided, as it stands in the record, such as <c>ip4:192.0.2.0/24</c>; null for none. Where an
    /// include matched it is the include of the domain's own record, and <see cref="Reason"/> names the inner term; the
    /// record of a redirect takes the place of the own one.
    /// </summary>
    public string? Mechanism { get; init; }

    /// <summary>Why it came out so, for people: of an error what was wrong and in which record.</summary>
    public string? Reason { get; init; }

    /// <summary>The domain's own words for a fail (exp=), US-ASCII; null without any.</summary>
    public string? Explanation { get; init; }

    /// <summary>Terms that asked DNS; at most 10 (RFC 7208 section 4.6.4).</summary>
    public int Lookups { get; init; }

    /// <summary>Of these, the look-ups that found nothing; at most 2.</summary>
    public int VoidLookups { get; init; }
}
