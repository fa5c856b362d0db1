using System.Collections.Immutable;

namespace Causeway.Authentication.Dkim;

/// <summary>The key records of a selector; none but where found.</summary>
internal sealed record KeyAnswer(KeyStatus Status, ImmutableArray<KeyRecord> Records)
{
    /// <summary>
    /// Whether a hash was signed by one of these keys. More than one is not foreseen (RFC 6376 section 3.6.2.2); the
    /// signature is good if it is by any.
    /// </summary>
    /// <param name="isOfSubdomain">True where the domain of i= is below that of d=, which t=s forbids.</param>
    public KeyVerdict Verify(SigningAlgorithm algorithm, byte[] hash, byte[] signature, bool isOfSubdomain)
    {
        var worst = Status switch
        {
            KeyStatus.TempError => new KeyVerdict(DkimResult.TempError, "the key cannot be looked up for now"),
            KeyStatus.None => new KeyVerdict(DkimResult.PermError, "there is no key"),
            _ => new KeyVerdict(DkimResult.PermError, "the key record is broken"),
        };
        foreach (var record in Records)
        {
            var verdict = Verify(record, algorithm, hash, signature, isOfSubdomain);
            if (verdict.Result == DkimResult.Pass)
            {
                return verdict;
            }

            // A key that was tried tells more than one that could not be.
            worst = worst.Result == DkimResult.PermError ? verdict : worst;
        }

        return worst;
    }

    private static KeyVerdict Verify(
        KeyRecord record, SigningAlgorithm algorithm, byte[] hash, byte[] signature, bool isOfSubdomain)
    {
        var objection = record.Objection(algorithm)
            ?? (isOfSubdomain && record.IsStrict ? "the key forbids an i= below d= (t=s)" : null);
        if (objection is not null)
        {
            return new KeyVerdict(DkimResult.PermError, objection) { IsTest = record.IsTest };
        }

        var key = record.Key;
        var (result, reason) = algorithm == SigningAlgorithm.RsaSha256 && key.Bits < VerificationKey.MinimumBits
            ? (DkimResult.Policy, $"a key of {key.Bits} bits is too short")
            : key.Bits > VerificationKey.MaximumBits ? (DkimResult.Policy, $"a key of {key.Bits} bits is too long")
            : key.Verify(hash, signature) ? (DkimResult.Pass, (string?)null)
            : (DkimResult.Fail, "the signature is not by this key, or the signed fields were changed");
        return new KeyVerdict(result, reason) { IsTest = record.IsTest };
    }
}
