namespace Causeway.Transport.Submission;

/// <summary>What an attempt to sign in may do.</summary>
public enum SignInStanding
{
    /// <summary>The password may be looked at.</summary>
    Free,

    /// <summary>It was wrong a moment ago; nothing is to be computed or counted again.</summary>
    KnownWrong,

    /// <summary>Too many failures before; to be refused before anything is computed.</summary>
    LockedOut,
}
