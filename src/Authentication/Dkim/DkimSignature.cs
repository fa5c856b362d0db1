using System.Diagnostics.CodeAnalysis;
using Causeway.Mail;

namespace Causeway.Authentication.Dkim;

/// <summary>A DKIM-Signature field that can be judged.</summary>
/// <param name="Tags">What it says.</param>
/// <param name="Body">The hash of the body that it is held against.</param>
/// <param name="Unsigned">The field with an empty b=.</param>
internal sealed record DkimSignature(HeaderField Field, SignatureTags Tags, BodyHash Body, byte[] Unsigned)
{
    // RFC 5321 section 4.5.3.1: 64 octets, each of which RFC 6376 section 2.11 may write as three, and 255 more.
    private const int IdentityLimit = 64 * 3 + 1 + 255;

    // The longest word for an algorithm is ed25519-sha256.
    private const int AlgorithmLimit = 20;

    /// <summary>True where the domain of i= is below that of d=.</summary>
    public required bool IsOfSubdomain { get; init; }

    /// <summary>
    /// Reads a field, and asks for the hash of the body. The verdict says what could be read, and what is wrong where
    /// it cannot be judged.
    /// </summary>
    public static bool TryRead(
        HeaderBlock header, HeaderField field, BodyHashes body, DateTimeOffset now, out DkimVerdict verdict,
        [NotNullWhen(true)] out DkimSignature? signature)
    {
        signature = null;
        if (!TagList.TryParse(header.BodyOf(field), out var list))
        {
            verdict = new DkimVerdict(DkimResult.Neutral, null, null) { Reason = "the field is no list of tags" };
            return false;
        }

        verdict = Seen(list);
        if (list.Text("v") != "1")
        {
            verdict = verdict with { Result = DkimResult.Neutral, Reason = "v= is not 1" };
            return false;
        }

        if (!SignatureTags.TryRead(list, out var tags, out var objection)
            || (objection = Wrong(list, tags) ?? tags.OfTime(now)) is not null)
        {
            verdict = verdict with { Result = objection.Result, Reason = objection.Reason };
            return false;
        }

        signature = new DkimSignature(
            field, tags, body.Add(tags.Body, tags.Limit), list.Unsigned(header.OctetsOf(field).Span))
        {
            IsOfSubdomain = IdentityDomain(list) is { } identity && identity != tags.Domain,
        };
        return true;
    }

    private static DkimVerdict Seen(TagList list)
    {
        var domain = list.Domain("d", labels: 2);
        var start = list.Compact("b");
        return new DkimVerdict(DkimResult.Neutral, domain, list.Domain("s", labels: 1))
        {
            Algorithm = list.Text("a") is { Length: <= AlgorithmLimit } algorithm ? algorithm.ToLowerInvariant() : null,
            Identity = Identity(list) ?? (domain is null || list.Has("i") ? null : "@" + domain),
            SignatureStart = start?[..Math.Min(start.Length, 8)],
        };
    }

    private static Objection? Wrong(TagList list, SignatureTags tags)
    {
        if (list.Has("i"))
        {
            if (IdentityDomain(list) is not { } identity)
            {
                return new Objection(DkimResult.Neutral, "i= is not what we can read");
            }

            if (identity != tags.Domain && !identity.EndsWith('.' + tags.Domain, StringComparison.Ordinal))
            {
                return new Objection(DkimResult.PermError, "i= is not in the domain of d=");
            }
        }

        return tags.Names.Contains("from", StringComparer.OrdinalIgnoreCase) ? null
            : new Objection(DkimResult.PermError, "From is not signed (h=)");
    }

    private static string? Identity(TagList list) =>
        list.Compact("i") is { Length: <= IdentityLimit } identity ? identity : null;

    private static string? IdentityDomain(TagList list) =>
        Identity(list) is { } identity && identity.LastIndexOf('@') is >= 0 and var at
            ? TagList.ToDomain(identity[(at + 1)..], labels: 2) : null;
}
