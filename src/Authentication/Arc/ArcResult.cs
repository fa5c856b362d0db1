namespace Causeway.Authentication.Arc;

/// <summary>The validation status of an ARC chain (RFC 8617 section 4.4), and what keeps us from one for now.</summary>
public enum ArcResult
{
    None,
    Pass,
    Fail,

    /// <summary>A key could not be looked up for now; it is never sealed as pass.</summary>
    TempError,
}
