namespace Causeway.Authentication.Dkim;

/// <summary>The results of one DKIM signature, in the words of RFC 8601 section 2.7.1.</summary>
public enum DkimResult
{
    /// <summary>The message is not signed.</summary>
    None,
    Pass,
    Fail,

    /// <summary>
    /// It is not one that we accept: by a short key, of a time to come, beside a From that is not signed, or the ninth.
    /// </summary>
    Policy,

    /// <summary>The signature cannot be read.</summary>
    Neutral,

    /// <summary>The key could not be looked up for now.</summary>
    TempError,

    /// <summary>
    /// It can never be verified: no key, a revoked one, a key record that is broken; it has expired, does not sign
    /// From, or is by an algorithm of the past.
    /// </summary>
    PermError,
}
