namespace Causeway.Authentication.Dkim;

/// <summary>
/// How mail is signed: <c>a=rsa-sha256</c> (RFC 6376) or <c>a=ed25519-sha256</c> (RFC 8463). RFC 8301 section 3.1 took
/// <c>rsa-sha1</c> away.
/// </summary>
public enum SigningAlgorithm
{
    RsaSha256,
    Ed25519Sha256,
}
