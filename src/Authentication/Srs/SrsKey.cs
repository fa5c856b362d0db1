using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Causeway.Authentication.Srs;

/// <summary>
/// The secret of one organization's return addresses, and how many digits of base64 a hash has. Compatible with
/// Mail::SRS: HMAC-SHA-1 over the parts in lower case, since relays fold the case of a local part.
/// </summary>
/// <param name="digits">
/// Mail::SRS writes 4. Since case may be folded, a digit is worth 5 bits: of 6 a guesser needs a thousand million
/// messages, and with more of them too few addresses fit in.
/// </param>
public sealed class SrsKey(ReadOnlyMemory<byte> secret, int digits = 6)
{
    private const int RememberedDigits = 24;

    /// <summary>The hash of an address that tells its sender itself.</summary>
    public string Hash(params ReadOnlySpan<string> parts) => Convert.ToBase64String(Digest(parts))[..digits];

    /// <summary>
    /// The hash by which a remembered sender is found: digits of base 32 alone, so that folded case changes nothing.
    /// </summary>
    internal string RememberedHash(string day, string sender)
    {
        var digest = Digest("remembered", day, sender);
        return string.Create(RememberedDigits, digest, (text, octets) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = SrsDay.Digit(Bits(octets, i * 5));
            }
        });
    }

    /// <summary>Compares without regard to case and in constant time.</summary>
    internal static bool AreEqual(string left, string right) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(left.ToLowerInvariant()), Encoding.UTF8.GetBytes(right.ToLowerInvariant()));

    private static int Bits(byte[] octets, int from)
    {
        var both = (octets[from / 8] << 8) | (from / 8 + 1 < octets.Length ? octets[from / 8 + 1] : 0);
        return (both >> (11 - from % 8)) & 31;
    }

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification =
        "Every SRS uses SHA-1; HMAC asks of it only what it still gives (RFC 6194 section 3.3).")]
    private byte[] Digest(params ReadOnlySpan<string> parts) =>
        HMACSHA1.HashData(secret.Span, Encoding.UTF8.GetBytes(string.Concat(parts).ToLowerInvariant()));
}
