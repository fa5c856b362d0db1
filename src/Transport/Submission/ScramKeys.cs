using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Causeway.Transport.Submission;

/// <summary>
/// A password as SCRAM-SHA-256 keeps it (RFC 5802 section 3, RFC 7677): iterations, salt, StoredKey and ServerKey,
/// never the password. PLAIN and LOGIN are checked against the same keys.
/// </summary>
public sealed record ScramKeys(int Iterations, string Salt, string StoredKey, string ServerKey)
{
    /// <summary>OWASP's figure for PBKDF2-HMAC-SHA256; RFC 7677 section 4 asks for at least 4096.</summary>
    public const int DefaultIterations = 600_000;

    private const int LeastIterations = 4096;

    // What a sign-in may cost: some seconds at the most.
    private const int MostIterations = 10_000_000;

    private const int KeyOctets = 32;
    private const int MostSaltOctets = 64;

    /// <summary>Keys with a salt of their own.</summary>
    public static ScramKeys Derive(string password, int iterations = DefaultIterations) =>
        Derive(password, NewSalt(), iterations);

    public static ScramKeys Derive(string password, string salt, int iterations)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), Convert.FromBase64String(salt), iterations, HashAlgorithmName.SHA256,
            KeyOctets);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        return new ScramKeys(
            iterations, salt, Convert.ToBase64String(SHA256.HashData(clientKey)),
            Convert.ToBase64String(HMACSHA256.HashData(salted, "Server Key"u8)));
    }

    public static string NewSalt() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));

    /// <summary>True where <paramref name="password"/> is the one; takes the same time either way.</summary>
    public bool Accepts(string password) => IsSameAs(Derive(password, Salt, Iterations));

    /// <summary>True where other keys of the same salt are of the same password; takes the same time either way.
    /// </summary>
    public bool IsSameAs(ScramKeys derived) => CryptographicOperations.FixedTimeEquals(
        Convert.FromBase64String(derived.StoredKey), Convert.FromBase64String(StoredKey));

    /// <summary>
    /// True where the client that made the proof has the password. ClientKey is the proof XOR ClientSignature, and its
    /// digest is StoredKey (RFC 5802 section 3).
    /// </summary>
    public bool Proves(ReadOnlySpan<byte> authMessage, ReadOnlySpan<byte> proof)
    {
        var stored = Convert.FromBase64String(StoredKey);
        var clientKey = HMACSHA256.HashData(stored, authMessage);
        if (proof.Length != clientKey.Length)
        {
            return false;
        }

        for (var i = 0; i < clientKey.Length; i++)
        {
            clientKey[i] ^= proof[i];
        }

        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(clientKey), stored);
    }

    /// <summary>ServerSignature, by which the client knows that this server has the keys.</summary>
    public byte[] Sign(ReadOnlySpan<byte> authMessage) =>
        HMACSHA256.HashData(Convert.FromBase64String(ServerKey), authMessage);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"SCRAM-SHA-256${Iterations}:{Salt}${StoredKey}:{ServerKey}");

    public static bool TryParse(string text, [NotNullWhen(true)] out ScramKeys? keys)
    {
        keys = null;
        var parts = text.Split('$', ':');
        if (parts.Length != 5 || parts[0] != "SCRAM-SHA-256"
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || iterations is < LeastIterations or > MostIterations
            || OctetsOf(parts[2]) is < 1 or > MostSaltOctets
            || OctetsOf(parts[3]) != KeyOctets || OctetsOf(parts[4]) != KeyOctets)
        {
            return false;
        }

        keys = new ScramKeys(iterations, parts[2], parts[3], parts[4]);
        return true;
    }

    private static int OctetsOf(string base64)
    {
        Span<byte> octets = stackalloc byte[MostSaltOctets + 1];
        return base64.Length > 0 && Convert.TryFromBase64String(base64, octets, out var count) ? count : -1;
    }
}
