using Causeway.Authentication.Dkim;
using Causeway.Authentication.Results;
using Causeway.Mail;

namespace Causeway.Authentication.Arc;

/// <summary>Adds the next set to a message's chain (RFC 8617 section 5.1).</summary>
public static class ArcSealer
{
    /// <summary>
    /// The three fields of the next set with their line ends, for the top of the header: ARC-Seal,
    /// ARC-Message-Signature, ARC-Authentication-Results. Empty where nothing may be sealed: behind 50 sets, behind a
    /// seal that says that the chain has failed, and where it could not be judged for now.
    /// </summary>
    /// <param name="header">The header as it is sent on.</param>
    /// <param name="found">What came of the chain when the message was received.</param>
    /// <param name="results">What else was found out about the message then.</param>
    /// <param name="bodyHash">Of the body as it is sent on: relaxed, without a limit, and complete.</param>
    /// <param name="key">The key of whoever seals.</param>
    /// <param name="at">Now.</param>
    public static byte[] Seal(
        HeaderBlock header, ArcVerdict found, AuthenticationResults results, BodyHash bodyHash, SigningKey key,
        DateTimeOffset at)
    {
        var sets = ArcSets.Read(header);
        var instance = sets.Highest + 1;
        if (instance > ArcInstance.Maximum || sets.IsSealedAsFailed || NextStatus(sets, found) is not { } status)
        {
            return [];
        }

        var resultsField = results.Write(
            "ARC-Authentication-Results", [FormattableString.Invariant($"i={instance};")]);
        var message = SignMessage(header, instance, bodyHash, key, at);
        using var hash = new HeaderHash(Canonicalization.Relaxed);
        if (status != "fail")
        {
            hash.AddSets(header, sets.Chain.AsSpan());
        }

        // RFC 8617 section 5.1.2: the seal of a chain that has failed covers its own set alone.
        hash.Add(resultsField);
        hash.Add(message);
        var seal = Begin("ARC-Seal", instance, key, at).Add("cv", status);
        return [.. seal.Signed(key.Sign(hash.Finish(seal.Unsigned()))), .. message, .. resultsField];
    }

    // RFC 8617 section 5.1: what cv= says; null where nothing is to be sealed. A chain whose keys could not be looked
    // up for now is passed on as it is: it was not seen to pass, and fail would end it for good. So is one that the
    // verdict does not fit.
    private static string? NextStatus(ArcSets sets, ArcVerdict found) => found.Result switch
    {
        ArcResult.None when sets.IsEmpty => "none",
        ArcResult.Pass when sets.Fault is null && sets.Chain.Length == found.Chain.Length => "pass",
        ArcResult.Fail when !sets.IsEmpty => "fail",
        _ => null,
    };

    // RFC 8617 section 4.1.2: DKIM signatures should be signed; what others may remove, and ARC's own fields, must not.
    private static byte[] SignMessage(
        HeaderBlock header, int instance, BodyHash bodyHash, SigningKey key, DateTimeOffset at)
    {
        var fields = new SignedFields(header);
        var signatures = Math.Min(DkimVerifier.SignatureLimit, fields.Count("DKIM-Signature"));
        List<string> names = [.. DkimSigner.NamesToSign(fields), .. Enumerable.Repeat("DKIM-Signature", signatures)];
        return DkimSigner.Sign(Begin("ARC-Message-Signature", instance, key, at), fields, names, bodyHash, key);
    }

    // RFC 8617 sections 4.1.2 and 4.1.3: i= stands first.
    private static TagWriter Begin(string name, int instance, SigningKey key, DateTimeOffset at) => new TagWriter(name)
        .Add("i", FormattableString.Invariant($"{instance}"))
        .Add("a", key.Algorithm.Name())
        .Add("d", key.Domain.Value)
        .Add("s", key.Selector)
        .Add("t", FormattableString.Invariant($"{at.ToUnixTimeSeconds()}"));
}
