namespace Causeway.Authentication.Dkim;

/// <summary>What of a message may change on its way without breaking a signature (RFC 6376 section 3.4).</summary>
public enum Canonicalization
{
    /// <summary>Nothing but empty lines at the end of the body.</summary>
    Simple,

    /// <summary>White space, how fields are folded, and the case of their names.</summary>
    Relaxed,
}
