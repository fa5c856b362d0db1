namespace Causeway.Dns;

/// <summary>
/// What a TLS server's certificate must match (RFC 6698 section 2.1). <paramref name="Association"/> in lower-case
/// hexadecimal.
/// </summary>
public sealed record TlsaRecord(int Usage, int Selector, int MatchingType, string Association)
{
    public override string ToString() => $"{Usage} {Selector} {MatchingType} {Association}";
}
