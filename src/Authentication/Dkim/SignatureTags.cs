using System.Diagnostics.CodeAnalysis;

namespace Causeway.Authentication.Dkim;

/// <summary>
/// What DKIM-Signature (RFC 6376 section 3.5) and ARC-Message-Signature (RFC 8617 section 4.1.2) have in common.
/// </summary>
internal sealed class SignatureTags
{
    // RFC 6376 section 3.5: l= has 1 to 76 digits, t= and x= have 1 to 12.
    private const int DigitsOfLength = 76;
    private const int DigitsOfTime = 12;

    // Clocks differ; RFC 6376 section 3.5 leaves it to the verifier.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private static readonly string[] Required = ["a", "b", "bh", "d", "h", "s"];

    private SignatureTags()
    {
    }

    public required SigningAlgorithm Algorithm { get; init; }

    public required byte[] Signature { get; init; }

    public required byte[] BodyHash { get; init; }

    public required Canonicalization Header { get; init; }

    public required Canonicalization Body { get; init; }

    /// <summary>d=, in A-labels and lower case.</summary>
    public required string Domain { get; init; }

    public required string Selector { get; init; }

    /// <summary>h=.</summary>
    public required string[] Names { get; init; }

    /// <summary>l=.</summary>
    public long? Limit { get; private init; }

    /// <summary>t=, in seconds since 1970.</summary>
    public long? SignedAt { get; private init; }

    /// <summary>x=, in seconds since 1970.</summary>
    public long? ExpiresAt { get; private init; }

    public static bool TryRead(
        TagList tags, [NotNullWhen(true)] out SignatureTags? read, [NotNullWhen(false)] out Objection? objection)
    {
        read = null;
        var algorithm = Algorithms.Of(tags.Text("a") ?? "");
        var (signature, bodyHash) = (tags.Base64("b"), tags.Base64("bh"));
        var (domain, selector) = (tags.Domain("d", labels: 2), tags.Domain("s", labels: 1));
        var (names, canonicalizations) = (tags.Text("h"), Canonicalizations(tags));
        objection = OfFirstSight(tags) ?? (
            algorithm is null ? Unreadable("a")
            : signature is not { Length: > 0 } ? Unreadable("b")
            : bodyHash is not { Length: > 0 } ? Unreadable("bh")
            : canonicalizations is null ? Unreadable("c")
            : domain is null ? Unreadable("d")
            : selector is null ? Unreadable("s")
            : names is "" ? Unreadable("h")
            : WrongOptions(tags));
        if (objection is not null)
        {
            return false;
        }

        read = new SignatureTags
        {
            Algorithm = algorithm!.Value,
            Signature = signature!,
            BodyHash = bodyHash!,
            Header = canonicalizations!.Value.Header,
            Body = canonicalizations.Value.Body,
            Domain = domain!,
            Selector = selector!,
            // A name that is empty is in no grammar; other verifiers take it as that of no field, and so do we: signer
            // and readers still agree upon what is signed.
            Names = names!.Split(':', StringSplitOptions.TrimEntries),
            Limit = tags.TryNumber("l", DigitsOfLength, out var limit) ? limit : null,
            SignedAt = tags.TryNumber("t", DigitsOfTime, out var signed) ? signed : null,
            ExpiresAt = tags.TryNumber("x", DigitsOfTime, out var expires) ? expires : null,
        };
        return true;
    }

    /// <summary>What is wrong with the time of a signature.</summary>
    public Objection? OfTime(DateTimeOffset now) =>
        ExpiresAt < (now - Skew).ToUnixTimeSeconds()
            ? new Objection(DkimResult.PermError, "the signature has expired (x=)")
        : SignedAt > (now + Skew).ToUnixTimeSeconds()
            ? new Objection(DkimResult.Policy, "the signature is of a time to come (t=)")
        : null;

    // RFC 6376 section 6.1.1.
    private static Objection? OfFirstSight(TagList tags) =>
        Array.Find(Required, tag => !tags.Has(tag)) is { } missing
            ? new Objection(DkimResult.Neutral, $"{missing}= is missing")
        // RFC 8301 section 3: such a signature has failed for good.
        : tags.Text("a")!.Equals("rsa-sha1", StringComparison.OrdinalIgnoreCase)
            ? new Objection(DkimResult.PermError, "rsa-sha1 is no longer good (a=)")
        : null;

    private static Objection? WrongOptions(TagList tags) =>
        tags.Has("q") && tags.Names("q")?.Contains("dns/txt", StringComparer.OrdinalIgnoreCase) != true
            ? Unreadable("q")
        : tags.Has("l") && !tags.TryNumber("l", DigitsOfLength, out _) ? Unreadable("l")
        : WrongTimes(tags);

    private static Objection? WrongTimes(TagList tags) =>
        tags.Has("t") && !tags.TryNumber("t", DigitsOfTime, out _) ? Unreadable("t")
        : tags.Has("x") && !tags.TryNumber("x", DigitsOfTime, out _) ? Unreadable("x")
        : tags.TryNumber("t", DigitsOfTime, out var signed) && tags.TryNumber("x", DigitsOfTime, out var expires)
            && expires <= signed
            ? new Objection(DkimResult.Neutral, "the signature expires before it was made (x=, t=)")
        : null;

    private static Objection Unreadable(string tag) =>
        new(DkimResult.Neutral, $"{tag}= is not what we can read");

    // RFC 6376 section 3.5: simple is what is left out.
    private static (Canonicalization Header, Canonicalization Body)? Canonicalizations(TagList tags)
    {
        var parts = (tags.Text("c") ?? "simple").Split('/');
        var ofBody = parts.Length == 2 ? parts[1] : "simple";
        return parts.Length <= 2 && Of(parts[0]) is { } header && Of(ofBody) is { } body ? (header, body) : null;
    }

    private static Canonicalization? Of(string word) =>
        word.Equals("simple", StringComparison.OrdinalIgnoreCase) ? Canonicalization.Simple
        : word.Equals("relaxed", StringComparison.OrdinalIgnoreCase) ? Canonicalization.Relaxed
        : null;
}
