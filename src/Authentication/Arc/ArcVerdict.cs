using System.Collections.Immutable;

namespace Causeway.Authentication.Arc;

/// <summary>What came of a message's ARC chain (RFC 8617 section 5.2).</summary>
/// <param name="Result">The result.</param>
/// <param name="Chain">The sets, the oldest first; empty without any or where they cannot be read as a chain.</param>
public sealed record ArcVerdict(ArcResult Result, ImmutableArray<ArcHop> Chain)
{
    /// <summary>Why it failed, for people; null for a pass.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// The lowest instance whose message signature is still good (RFC 8617 section 5.2 step 5); 0 where all are.
    /// </summary>
    public int OldestPass { get; init; }
}
