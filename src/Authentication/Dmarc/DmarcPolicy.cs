namespace Causeway.Authentication.Dmarc;

/// <summary>What a domain asks for mail in its name that fails (RFC 9989 section 4.7).</summary>
public enum DmarcPolicy
{
    None,
    Quarantine,
    Reject,
}
