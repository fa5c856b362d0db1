namespace Causeway.Authentication.Dkim;

/// <summary>What came of one DKIM-Signature field (RFC 6376).</summary>
/// <param name="Result">The result.</param>
/// <param name="Domain">d=, in lower case; null where the field has none that can be read.</param>
/// <param name="Selector">s=; null where the field has none that can be read.</param>
public sealed record DkimVerdict(DkimResult Result, string? Domain, string? Selector)
{
    /// <summary>a=, such as <c>rsa-sha256</c>.</summary>
    public string? Algorithm { get; init; }

    /// <summary>i=, or what stands for it where it is left out.</summary>
    public string? Identity { get; init; }

    /// <summary>The first 8 characters of b=, by which RFC 6008 tells signatures of one domain apart.</summary>
    public string? SignatureStart { get; init; }

    /// <summary>Why it is not a plain pass, for people; null for one.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// True where l= leaves the end of the body unsigned: whoever passed the message on may have added to it.
    /// </summary>
    public bool IsBodyPartial { get; init; }

    /// <summary>True where the key record says t=y: the domain tries DKIM out.</summary>
    public bool IsTest { get; init; }
}
