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

    /// <summary>d=, in lower case.</summary>
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
        objection = Wrong(tags);
        if (objection is not null)
        {
            return false;
        }

        var (header, body) = Canonicalizations(tags)!.Value;
        read = new SignatureTags
        {
            Algorithm = Algorithms.Of(tags.Text("a")!)!.Value,
            Signature = tags.Base64("b")!,
            BodyHash = tags.Base64("bh")!,
            Header = header,
            Body = body,
            Domain = tags.Domain("d", labels: 2)!,
            Selector = tags.Domain("s", labels: 1)!,
            // A name that is empty is in no grammar; other verifiers take it as that of no field, and so do we: signer
            // and readers still agree upon what is signed.
            Names = tags.Text("h")!.Split(':', StringSplitOptions.TrimEntries),
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
    private static Objection? Wrong(TagList tags)
    {
        if (Array.Find(Required, tag => !tags.Has(tag)) is { } missing)
        {
            return new Objection(DkimResult.Neutral, $"{missing}= is missing");
        }

        var algorithm = tags.Text("a")!;
        if (algorithm.Equals("rsa-sha1", StringComparison.OrdinalIgnoreCase))
        {
            // RFC 8301 section 3: such a signature has failed for good.
            return new Objection(DkimResult.PermError, "rsa-sha1 is no longer good (a=)");
        }

        return Algorithms.Of(algorithm) is null ? Unreadable("a")
            : tags.Base64("b") is not { Length: > 0 } ? Unreadable("b")
            : tags.Base64("bh") is not { Length: > 0 } ? Unreadable("bh")
            : Canonicalizations(tags) is null ? Unreadable("c")
            : tags.Domain("d", labels: 2) is null ? Unreadable("d")
            : tags.Domain("s", labels: 1) is null ? Unreadable("s")
            : tags.Text("h") is "" ? Unreadable("h")
            : tags.Has("q") && tags.Names("q")?.Contains("dns/txt", StringComparer.OrdinalIgnoreCase) != true
                ? Unreadable("q")
            : tags.Has("l") && !tags.TryNumber("l", DigitsOfLength, out _) ? Unreadable("l")
            : WrongTimes(tags);
    }

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
