namespace Causeway.Authentication.Dmarc;

/// <summary>The results of DMARC, in the words of RFC 8601 and RFC 9989.</summary>
public enum DmarcResult
{
    /// <summary>The Author Domain has no policy.</summary>
    None,
    Pass,
    Fail,
    TempError,
    PermError,
}
