using System.Security.Cryptography;

namespace Causeway.Transport.Identity;

/// <summary>
/// A secret of 32 octets that the organization's sites share, so that marks name no recipient to anybody else.
/// </summary>
public sealed class TraceKey
{
    private const string Label = "CAUSEWAY TRACE KEY";

    private readonly byte[] secret;

    private TraceKey(byte[] secret) => this.secret = secret;

    public static TraceKey Create() => new(RandomNumberGenerator.GetBytes(32));

    /// <summary>The keyed digest of a text: 16 octets of HMAC-SHA-256 (RFC 2104) in lower-case hexadecimal.</summary>
    public string Digest(string text) => Convert.ToHexStringLower(
        HMACSHA256.HashData(secret, System.Text.Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    /// <summary>
    /// Another secret of 32 octets, the same at every site, from which this one cannot be told (RFC 5869).
    /// </summary>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, secret, 32, info: System.Text.Encoding.UTF8.GetBytes(purpose));

    internal static TraceKey FromPem(string pem)
    {
        var rest = pem.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            if (rest[fields.Label].SequenceEqual(Label))
            {
                return new TraceKey(Convert.FromBase64String(rest[fields.Base64Data].ToString()));
            }

            rest = rest[fields.Location.End..];
        }

        throw new InvalidDataException($"It has no block «{Label}».");
    }

    internal string ToPem() => PemEncoding.WriteString(Label, secret);
}
