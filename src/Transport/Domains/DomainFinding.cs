using System.Collections.Immutable;
using Causeway.Directories;

namespace Causeway.Transport.Domains;

/// <summary>What a search for the proof of a domain came to.</summary>
/// <param name="By">Where it was; null where it was nowhere.</param>
/// <param name="Looks">Every place that was looked at, in order.</param>
public sealed record DomainFinding(ProofSource? By, ImmutableArray<DomainLook> Looks)
{
    /// <summary>
    /// True where a proof that was seen before is certainly gone: none was found, and somebody said so at each place.
    /// A web site that does not answer counts only where the proof was there: most domains have none.
    /// </summary>
    public bool HasLost(ProofSource before) => By is null && Looks.All(look =>
        look.Verdict != LookVerdict.Fault || (look.Kind == ProofSource.File && before != ProofSource.File));
}
