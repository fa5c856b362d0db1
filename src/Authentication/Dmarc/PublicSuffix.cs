namespace Causeway.Authentication.Dmarc;

/// <summary>What a record says of its domain by psd= (RFC 9989 section 4.7).</summary>
public enum PublicSuffix
{
    /// <summary>u, or nothing: the tree walk decides.</summary>
    Unknown,

    /// <summary>y: a public suffix, below which organizations begin.</summary>
    Yes,

    /// <summary>n: an Organizational Domain, whatever stands above it.</summary>
    No,
}
