using System.Collections.Immutable;

namespace Causeway.Queue.Delivery;

/// <summary>
/// When a deferred copy is tried again: the waits after the first, second and further attempts, the last one repeated,
/// and how long a message is tried at all (RFC 5321 section 4.5.4.1: at least 30 minutes apart on average, 4 to 5
/// days).
/// </summary>
public sealed class RetrySchedule
{
    private readonly ImmutableArray<TimeSpan> waits;

    public RetrySchedule(ImmutableArray<TimeSpan> waits, TimeSpan lifetime)
    {
        if (waits.IsDefaultOrEmpty || waits.Any(wait => wait <= TimeSpan.Zero) || lifetime <= TimeSpan.Zero)
        {
            throw new ArgumentException(
                "A retry schedule needs at least one wait, and times above zero.", nameof(waits));
        }

        this.waits = waits;
        Lifetime = lifetime;
    }

    /// <summary>1, 2, 5, 10, 15, 30 minutes, then each hour, for 5 days.</summary>
    public static RetrySchedule Default { get; } = new(
        [.. new[] { 1, 2, 5, 10, 15, 30, 60 }.Select(minutes => TimeSpan.FromMinutes(minutes))],
        TimeSpan.FromDays(5));

    /// <summary>1, 2, 5 seconds, for 5 days.</summary>
    public static RetrySchedule Lab { get; } =
        new([.. new[] { 1, 2, 5 }.Select(seconds => TimeSpan.FromSeconds(seconds))], TimeSpan.FromDays(5));

    /// <summary>The age at which a message that is still deferred is held.</summary>
    public TimeSpan Lifetime { get; }

    /// <summary>The age at which the sender of a message that is still deferred is told, once.</summary>
    public TimeSpan DelayNoticeAfter { get; init; } = TimeSpan.FromHours(4);

    /// <summary>The wait after an attempt; attempts start at 1.</summary>
    public TimeSpan WaitAfter(int attempt) => waits[Math.Min(attempt, waits.Length) - 1];
}
