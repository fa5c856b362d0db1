using Causeway.Directories;

namespace Causeway.Transport.Domains;

/// <summary>One place where a proof was looked for, and what was found there.</summary>
/// <param name="Where">Such as <c>TXT contoso.example</c>.</param>
/// <param name="Found">A sentence for a person, with what to do where something is almost right.</param>
public sealed record DomainLook(ProofSource Kind, string Where, LookVerdict Verdict, string Found);

/// <summary>What a look says of the domain.</summary>
public enum LookVerdict
{
    /// <summary>The token is there.</summary>
    Proof,

    /// <summary>Something else, or nothing.</summary>
    NoProof,

    /// <summary>Something that was meant to be the token, it seems.</summary>
    NearMiss,

    /// <summary>Nobody answered: it says nothing.</summary>
    Fault,
}
