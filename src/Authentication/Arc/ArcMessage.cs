using Causeway.Authentication.Dkim;

namespace Causeway.Authentication.Arc;

/// <summary>An ARC-Message-Signature, and the hash of the body that it is held against.</summary>
/// <param name="Field">The field.</param>
/// <param name="Tags">What it says; null where that cannot be judged.</param>
/// <param name="Body">The hash; null where it cannot be judged.</param>
/// <param name="Unreadable">Why it cannot be judged.</param>
internal sealed record ArcMessage(ArcField Field, SignatureTags? Tags, BodyHash? Body, Objection? Unreadable)
{
    public static ArcMessage Read(ArcField field, BodyHashes body, DateTimeOffset now) =>
        SignatureTags.TryRead(field.Tags, out var tags, out var objection)
        && (objection = OfNames(tags.Names) ?? tags.OfTime(now)) is null
            ? new ArcMessage(field, tags, body.Add(tags.Body, tags.Limit), null)
            : new ArcMessage(field, null, null, objection);

    /// <summary>What is wrong with it that can be told without its key; the body is complete.</summary>
    public Objection? Objection(SignedFields fields) =>
        Unreadable is not null ? Unreadable
        : Body!.Length < Tags!.Limit ? new Objection(DkimResult.Fail, "the body is shorter than was signed (l=)")
        : !Body.Value.Span.SequenceEqual(Tags.BodyHash) ? new Objection(DkimResult.Fail, "the body was changed")
        // RFC 6376 section 8.2: whoever hands the message on could append to it, and the sealer would vouch for that.
        : Body.HasRest ? new Objection(DkimResult.Policy, "the end of the body is not signed (l=)")
        // RFC 6376 section 8.15: a From that was put on top of the signed one is the one that readers are shown.
        : Tags.Names.Count(name => name.Equals("from", StringComparison.OrdinalIgnoreCase)) < fields.Count("from")
            ? new Objection(DkimResult.Policy, "there is a From that is not signed")
        : null;

    // RFC 6376 section 5.4: without From it is no signature. ARC-Seal must not be signed. Nor must the other two fields
    // (RFC 8617 section 4.1.2), but that is the sealer's duty, and those who follow the drafts sign them.
    private static Objection? OfNames(string[] names) =>
        !names.Contains("from", StringComparer.OrdinalIgnoreCase)
            ? new Objection(DkimResult.PermError, "From is not signed (h=)")
        : names.Contains("arc-seal", StringComparer.OrdinalIgnoreCase)
            ? new Objection(DkimResult.PermError, "ARC-Seal is signed (h=)")
        : null;
}
