namespace Causeway.Authentication.Dmarc;

/// <summary>Whether what a mechanism vouches for is aligned with the Author Domain.</summary>
internal enum Aligned
{
    No,
    Yes,

    /// <summary>It could be: a question to DNS failed for now.</summary>
    Unknown,
}
