using System.Collections.Immutable;

namespace Causeway.Core.Topology;

/// <summary>How a site tries again what its next hop did not take, and when the sender is told.</summary>
public sealed record QueuePolicy
{
    public static QueuePolicy Default { get; } = new();

    /// <summary>The waits after the first, second and further attempts; the last one is repeated.</summary>
    public ImmutableArray<TimeSpan> Retry { get; init; } =
        [.. new[] { 1, 2, 5, 10, 15, 30, 60 }.Select(minutes => TimeSpan.FromMinutes(minutes))];

    /// <summary>The age at which the sender of a message that still waits is told, once.</summary>
    public TimeSpan DelayNotice { get; init; } = TimeSpan.FromHours(4);

    /// <summary>How long mail without a reverse-path waits, whose sender nobody can tell.</summary>
    public TimeSpan BouncesWait { get; init; } = TimeSpan.FromDays(2);

    /// <summary>The most attempts at one destination at the same time.</summary>
    public int PerDestination { get; init; } = 20;
}
