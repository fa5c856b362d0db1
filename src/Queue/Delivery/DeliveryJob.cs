using System.Collections.Immutable;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Delivery;

/// <summary>One attempt to be made: the recipients of the copy that have no end yet. Attempts start at 1.</summary>
public sealed record DeliveryJob(Accepted Message, Copy Copy, ImmutableArray<string> Recipients, int Attempt)
{
    /// <summary>True where the sender was told that the copy is late.</summary>
    public bool IsDelayTold { get; init; }
}
