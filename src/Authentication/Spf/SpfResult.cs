namespace Causeway.Authentication.Spf;

/// <summary>The results of SPF (RFC 7208 section 2.6), in the words of RFC 8601.</summary>
public enum SpfResult
{
    None,
    Neutral,
    Pass,
    Fail,
    SoftFail,
    TempError,
    PermError,
}
