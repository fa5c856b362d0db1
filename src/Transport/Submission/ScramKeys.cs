using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Causeway.Transport.Submission;

/// <summary>
/// A password as SCRAM-SHA-256 keeps it (RFC 5802 section 3, RFC 7677): iterations, salt, StoredKey and ServerKey,
/// never
/// the password. PLAIN and LOGIN are checked against the same keys.
/// </summary>
public sealed record ScramKeys(int Iterations, string Salt, string StoredKey, string ServerKey)
{
    // OWASP's figure for PBKDF2-HMAC-SHA256; RFC 7677 section 4 asks for at least 4096.
    private const int DefaultIterations = 600_000;

    public static ScramKeys Derive(string password, int iterations = DefaultIterations) =>
        Derive(password, RandomNumberGenerator.GetBytes(16), iterations);

    /// <summary>True where <paramref name="password"/> is the one; takes the same time either way.</summary>
    public bool Accepts(string password)
    {
        var given = Derive(password, Convert.FromBase64String(Salt), Iterations);
        return CryptographicOperations.FixedTimeEquals(
            Convert.FromBase64String(given.StoredKey), Convert.FromBase64String(StoredKey));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"SCRAM-SHA-256${Iterations}:{Salt}${StoredKey}:{ServerKey}");

    public static bool TryParse(string text, [NotNullWhen(true)] out ScramKeys? keys)
    {
        keys = null;
        var parts = text.Split('$', ':');
        if (parts.Length != 5 || parts[0] != "SCRAM-SHA-256"
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var iterations))
        {
            return false;
        }

        keys = new ScramKeys(iterations, parts[2], parts[3], parts[4]);
        return true;
    }

    private static ScramKeys Derive(string password, byte[] salt, int iterations)
    {
        var salted = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, 32);
        var clientKey = HMACSHA256.HashData(salted, "Client Key"u8);
        return new ScramKeys(
            iterations, Convert.ToBase64String(salt), Convert.ToBase64String(SHA256.HashData(clientKey)),
            Convert.ToBase64String(HMACSHA256.HashData(salted, "Server Key"u8)));
    }
}
