using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Causeway.Authentication.Dkim;

/// <summary>A key record (RFC 6376 section 3.6.1).</summary>
internal sealed class KeyRecord
{
    // A key of 4,096 bits has some 740 characters; what is much longer is none that we would use.
    private const int LengthLimit = 4096;

    private readonly string keyType;
    private readonly string[] hashes;
    private readonly string[] services;
    private readonly string[] flags;
    private readonly byte[] key;
    private readonly Lazy<VerificationKey?> read;

    private KeyRecord(TagList tags, byte[] key)
    {
        keyType = tags.Text("k") ?? "rsa";
        hashes = tags.Names("h") ?? [];
        services = tags.Words("s") is { Length: > 0 } named ? named : ["*"];
        flags = tags.Words("t");
        this.key = key;
        read = new(() => Algorithm is { } algorithm ? VerificationKey.TryRead(algorithm, key) : null);
    }

    /// <summary>t=y: the domain tries DKIM out.</summary>
    public bool IsTest => flags.Contains("y");

    /// <summary>t=s: the domain of i= must be that of d=.</summary>
    public bool IsStrict => flags.Contains("s");

    private SigningAlgorithm? Algorithm =>
        keyType.Equals("rsa", StringComparison.OrdinalIgnoreCase) ? SigningAlgorithm.RsaSha256
        : keyType.Equals("ed25519", StringComparison.OrdinalIgnoreCase) ? SigningAlgorithm.Ed25519Sha256
        : null;

    /// <summary>False where the text is no key record, or one of another version.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out KeyRecord? record)
    {
        record = null;
        if (text.Length > LengthLimit || !TagList.TryParse(Encoding.UTF8.GetBytes(text), out var tags)
            || (tags.Has("v") && (tags.First != "v" || tags.Text("v") != "DKIM1"))
            || (tags.Has("h") && tags.Names("h") is null) || tags.Base64("p") is not { } key)
        {
            return false;
        }

        record = new KeyRecord(tags, key);
        return true;
    }

    /// <summary>
    /// What keeps the record from serving a signature by this algorithm (RFC 6376 section 6.1.2), for people; null
    /// where nothing does.
    /// </summary>
    public string? Objection(SigningAlgorithm algorithm) =>
        key.Length == 0 ? "the key is revoked (p= is empty)"
        : Algorithm != algorithm ? $"the key is not for {algorithm.Name()}"
        : hashes.Length > 0 && !hashes.Contains("sha256", StringComparer.OrdinalIgnoreCase)
            ? "the key record does not allow SHA-256 (h=)"
        : !services.Contains("*") && !services.Contains("email", StringComparer.OrdinalIgnoreCase)
            ? "the key is not for mail (s=)"
        : read.Value is null ? "the key cannot be read (p=)"
        : null;

    /// <summary>The key; to be asked for where there is no objection.</summary>
    public VerificationKey Key => read.Value ?? throw new InvalidOperationException("There is an objection.");
}
