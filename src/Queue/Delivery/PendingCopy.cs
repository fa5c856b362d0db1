using System.Collections.Immutable;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Delivery;

/// <summary>A copy that has not come to its end for every recipient.</summary>
public sealed record PendingCopy(Accepted Message, Copy Copy)
{
    /// <summary>Recipients that are still to be tried.</summary>
    public ImmutableArray<string> Remaining { get; init; } = [];

    /// <summary>Recipients that are held for the administrator, with the reply that decided it.</summary>
    public ImmutableArray<Result> Held { get; init; } = [];

    /// <summary>Attempts so far, a running one included.</summary>
    public int Attempts { get; init; }

    /// <summary>When the next attempt is due, if any recipient remains.</summary>
    public DateTimeOffset NextAttempt { get; init; }

    /// <summary>The reply that deferred it last.</summary>
    public string? LastReply { get; init; }

    /// <summary>True where the sender was told that the copy is late.</summary>
    public bool IsDelayTold { get; init; }

    /// <summary>
    /// True between the record of an attempt and that of its end; after a restart such a copy is due.
    /// </summary>
    public bool IsRunning { get; init; }
}
