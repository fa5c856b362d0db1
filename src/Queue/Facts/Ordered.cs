using System.Collections.Immutable;

namespace Causeway.Queue.Facts;

/// <summary>What an administrator can do with what is in the queue.</summary>
public enum Order
{
    /// <summary>Try it now.</summary>
    Retry,

    /// <summary>Do not try it until it is released.</summary>
    Hold,

    /// <summary>Try what is held as if it had come now.</summary>
    Release,

    /// <summary>Forget it; nobody is told.</summary>
    Drop,
}

/// <summary>
/// An administrator changed a copy in the queue: the log is the audit log. The results say how each recipient that the
/// order concerned stands after it.
/// </summary>
public sealed record Ordered : Fact
{
    /// <summary>The user of the operating system who asked for it.</summary>
    public required string Who { get; init; }

    public required Order Order { get; init; }

    public required string Id { get; init; }

    public required int Copy { get; init; }

    public required ImmutableArray<Result> Results { get; init; }
}
