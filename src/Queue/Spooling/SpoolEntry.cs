using System.Collections.Immutable;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Spooling;

/// <summary>One thing that waits for the writer. Completed when its group is as far as it asked for.</summary>
internal abstract class SpoolEntry
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => done.Task;

    /// <summary>True where the group must be synced for this entry.</summary>
    public virtual bool NeedsSync => false;

    /// <summary>The fact to be written, if it is known; commits know theirs once the octets have a place.</summary>
    public virtual Fact? Fact => null;

    public void Complete() => done.TrySetResult();

    public void Fail(Exception fault) => done.TrySetException(fault);
}

/// <summary>A message: the rest of its octets and its fact.</summary>
internal sealed class CommitEntry(BodyWriter body, Accepted accepted) : SpoolEntry
{
    public BodyWriter Body => body;

    public Accepted Accepted { get; private set; } = accepted;

    public override bool NeedsSync => true;

    public override Fact Fact => Accepted;

    public void Place(ImmutableArray<Extent> extents) =>
        Accepted = Accepted with { Body = extents, Size = body.Length };
}

/// <summary>Octets of a message that is still arriving.</summary>
internal sealed class SpillEntry(BodyWriter body) : SpoolEntry
{
    public BodyWriter Body => body;
}

internal sealed class FactEntry(Fact fact, Durability durability) : SpoolEntry
{
    public override Fact Fact => fact;

    public Durability Durability => durability;

    public override bool NeedsSync => durability == Durability.Synced;
}

/// <summary>The extents are needed no longer.</summary>
internal sealed class ReleaseEntry(ImmutableArray<Extent> extents) : SpoolEntry
{
    public ImmutableArray<Extent> Extents => extents;
}

/// <summary>These extents of earlier runs are still needed; all others of earlier runs are not.</summary>
internal sealed class RetainEntry(IReadOnlyDictionary<int, int> extentsBySegment) : SpoolEntry
{
    public IReadOnlyDictionary<int, int> ExtentsBySegment => extentsBySegment;
}

/// <summary>Asks how far everything is durable.</summary>
internal sealed class ExtentEntry : SpoolEntry
{
    public SpoolExtent Extent { get; set; }

    public override bool NeedsSync => true;
}

internal sealed class SyncEntry : SpoolEntry
{
    public override bool NeedsSync => true;
}
