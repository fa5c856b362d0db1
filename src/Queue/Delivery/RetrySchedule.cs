using System.Collections.Immutable;
using Causeway.Core.Topology;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Delivery;

/// <summary>
/// When a deferred copy is tried again: the waits after the first, second and further attempts, the last one repeated,
/// and how long a message is tried at all (RFC 5321 section 4.5.4.1: at least 30 minutes apart on average, 4 to 5
/// days).
/// </summary>
public sealed record RetrySchedule
{
    public RetrySchedule(ImmutableArray<TimeSpan> waits, TimeSpan lifetime)
    {
        if (waits.IsDefaultOrEmpty || waits.Any(wait => wait <= TimeSpan.Zero) || lifetime <= TimeSpan.Zero)
        {
            throw new ArgumentException(
                "A retry schedule needs at least one wait, and times above zero.", nameof(waits));
        }

        Waits = waits;
        Lifetime = lifetime;
    }

    /// <summary>What holds where the file says nothing: for 5 days.</summary>
    public static RetrySchedule Default { get; } = Of(QueuePolicy.Default, TimeSpan.FromDays(5));

    public ImmutableArray<TimeSpan> Waits { get; }

    /// <summary>The age at which a message that is still deferred expires.</summary>
    public TimeSpan Lifetime { get; }

    /// <summary>The same for a message without reverse-path, whose sender nobody can tell; at most the other.</summary>
    public TimeSpan LifetimeOfNotices { get; init; } = QueuePolicy.Default.BouncesWait;

    /// <summary>The age at which the sender of a message that is still deferred is told, once.</summary>
    public TimeSpan DelayNoticeAfter { get; init; } = QueuePolicy.Default.DelayNotice;

    /// <summary>By how much a wait is longer or shorter by chance, as a part of it, so that retries spread.</summary>
    public double Jitter { get; init; } = 0.1;

    public static RetrySchedule Of(QueuePolicy policy, TimeSpan lifetime) => new(policy.Retry, lifetime)
    {
        LifetimeOfNotices = policy.BouncesWait, DelayNoticeAfter = policy.DelayNotice,
    };

    /// <summary>The wait after an attempt; attempts start at 1.</summary>
    public TimeSpan WaitAfter(int attempt) => Waits[Math.Min(Math.Max(attempt, 1), Waits.Length) - 1];

    /// <summary>When a copy that is deferred now is tried again: not beyond its expiry.</summary>
    public DateTimeOffset NextAttempt(
        Accepted message, DateTimeOffset since, int attempt, DateTimeOffset now, Random random)
    {
        var next = now + (WaitAfter(attempt) * (1 + (Jitter * ((2 * random.NextDouble()) - 1))));
        var expiry = ExpiryOf(message, since);
        return next < expiry || expiry <= now ? next : expiry;
    }

    /// <summary>When a message expires whose time began to run at <paramref name="since"/>.</summary>
    public DateTimeOffset ExpiryOf(Accepted message, DateTimeOffset since) =>
        since + (message.From.Length == 0 && LifetimeOfNotices < Lifetime ? LifetimeOfNotices : Lifetime);

    /// <summary>When a copy must be looked at even without an attempt: to tell a delay, or its expiry.</summary>
    internal DateTimeOffset NextTurn(PendingCopy copy)
    {
        var expiry = ExpiryOf(copy.Message, copy.Since);
        var told = copy.Since + DelayNoticeAfter;
        return copy.IsDelayTold || expiry < told ? expiry : told;
    }
}
