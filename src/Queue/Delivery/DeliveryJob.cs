using System.Collections.Immutable;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Delivery;

/// <summary>One attempt to be made: the recipients of the copy that have no end yet. Attempts start at 1.</summary>
public sealed record DeliveryJob(Accepted Message, Copy Copy, ImmutableArray<string> Recipients, int Attempt)
{
    /// <summary>When the copy's time began to run.</summary>
    internal DateTimeOffset Since { get; init; }

    /// <summary>True where the sender was told that the copy is late, or is not to be told.</summary>
    internal bool IsDelayTold { get; init; }

    /// <summary>Set where no attempt is made, since the next hop is known to be dead: its last reply.</summary>
    internal string? InsteadOfAttempt { get; init; }
}
