namespace Causeway.Authentication.Dkim;

/// <summary>The results of one DKIM signature, in the words of RFC 8601 section 2.7.1.</summary>
public enum DkimResult
{
    /// <summary>The message is not signed.</summary>
    None,
    Pass,
    Fail,

    /// <summary>It is not one that we accept: a short key, a second From that is not signed, a time to come, too many.</summary>
    Policy,

    /// <summary>The signature cannot be read.</summary>
    Neutral,

    /// <summary>The key could not be looked up for now.</summary>
    TempError,

    /// <summary>It can never be verified: no key, a revoked one, a key record that is broken.</summary>
    PermError,
}
