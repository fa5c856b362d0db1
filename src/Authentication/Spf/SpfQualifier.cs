namespace Causeway.Authentication.Spf;

/// <summary>What a mechanism says where it matches (RFC 7208 section 4.6.2).</summary>
public enum SpfQualifier
{
    Pass,
    Fail,
    SoftFail,
    Neutral,
}
