namespace Causeway.Authentication.Spf;

/// <summary>What check_host() says of one domain (RFC 7208 section 4).</summary>
/// <param name="Domain">The domain whose record decided: by redirect= another than the one that was asked.</param>
internal sealed record SpfOutcome(SpfResult Result, string Domain, string Reason)
{
    public SpfTerm? Term { get; init; }

    /// <summary>Where that record has an explanation of a fail.</summary>
    public MacroString? Explanation { get; init; }
}
