namespace Causeway.Dns;

/// <summary>
/// A mail exchanger (RFC 1035 section 3.3.9): lower preference first. The exchange is in lower case without the
/// trailing dot, and empty for the root, which is the null MX of RFC 7505.
/// </summary>
public sealed record MxRecord(int Preference, string Exchange)
{
    public bool IsNull => Exchange.Length == 0;
}
