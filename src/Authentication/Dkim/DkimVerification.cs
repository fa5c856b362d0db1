using System.Collections.Immutable;
using Causeway.Mail;

namespace Causeway.Authentication.Dkim;

/// <summary>The judging of one message's signatures, between its header and the end of its body.</summary>
public sealed class DkimVerification
{
    private readonly HeaderBlock header;
    private readonly KeyLookup keys;
    private readonly List<(DkimVerdict Seen, DkimSignature? Signature)> found = [];
    private readonly int unjudged;

    internal DkimVerification(HeaderBlock header, BodyHashes body, KeyLookup keys, DateTimeOffset now)
    {
        (this.header, this.keys) = (header, keys);
        foreach (var field in header.Fields)
        {
            if (!header.IsNamed(field, "DKIM-Signature"u8))
            {
                continue;
            }

            if (found.Count == DkimVerifier.SignatureLimit)
            {
                unjudged++;
                continue;
            }

            DkimSignature.TryRead(header, field, body, now, out var seen, out var signature);
            found.Add((seen, signature));
        }
    }

    /// <summary>
    /// The verdicts in the order of the fields, to be asked for once the body is complete; one
    /// <see cref="DkimResult.None"/> where there is no signature, one more for all that are too many.
    /// </summary>
    public async ValueTask<ImmutableArray<DkimVerdict>> CompleteAsync(CancellationToken cancellationToken)
    {
        if (found.Count == 0)
        {
            return [new DkimVerdict(DkimResult.None, null, null) { Reason = "the message is not signed" }];
        }

        // RFC 6376 section 6.1.3: what does not fit the body is not worth a question to DNS.
        var answers = found.ConvertAll(item => item.Signature is { } signature && OfBody(signature) is null
            ? keys.FindAsync(signature.Tags.Selector, signature.Tags.Domain, cancellationToken) : null);
        var fields = new SignedFields(header);
        var verdicts = ImmutableArray.CreateBuilder<DkimVerdict>();
        foreach (var ((seen, signature), asked) in found.Zip(answers))
        {
            verdicts.Add(signature is null ? seen
                : asked is null ? seen with { Result = DkimResult.Fail, Reason = OfBody(signature) }
                : Judge(seen, signature, fields, await asked.ConfigureAwait(false)));
        }

        if (unjudged > 0)
        {
            verdicts.Add(new DkimVerdict(DkimResult.Policy, null, null)
            {
                Reason = $"only {DkimVerifier.SignatureLimit} signatures are judged; there are {unjudged} more",
            });
        }

        return verdicts.ToImmutable();
    }

    private static string? OfBody(DkimSignature signature) =>
        // RFC 6376 section 3.5: l= is never more than the body has.
        signature.Body.Length < signature.Tags.Limit ? "the body is shorter than was signed (l=)"
        : !signature.Body.Value.Span.SequenceEqual(signature.Tags.BodyHash) ? "the body was changed"
        : null;

    private static DkimVerdict Judge(DkimVerdict seen, DkimSignature signature, SignedFields fields, KeyAnswer keys)
    {
        var tags = signature.Tags;
        using var hash = new HeaderHash(tags.Header);
        foreach (var field in fields.Select(tags.Names, signature.Field))
        {
            hash.Add(field.Span);
        }

        var verdict = keys.Verify(
            tags.Algorithm, hash.Finish(signature.Unsigned), tags.Signature, signature.IsOfSubdomain);
        var judged = seen with
        {
            Result = verdict.Result,
            Reason = verdict.Reason,
            IsTest = verdict.IsTest,
            IsBodyPartial = signature.Body.HasRest,
        };
        if (judged.Result != DkimResult.Pass)
        {
            return judged;
        }

        // RFC 6376 section 8.15: a From that was put on top of the signed one is the one that readers are shown.
        return tags.Names.Count(name => name.Equals("from", StringComparison.OrdinalIgnoreCase)) < fields.Count("from")
            ? judged with { Result = DkimResult.Policy, Reason = "there is a From that is not signed" }
            : judged with { Reason = judged.IsBodyPartial ? "the end of the body is not signed (l=)" : null };
    }
}
