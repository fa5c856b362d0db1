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

    /// <summary>When its time began to run: at its acceptance, or when it was released.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The reply that deferred it last.</summary>
    public string? LastReply { get; init; }

    /// <summary>True where the sender was told that the copy is late, or is not to be told.</summary>
    public bool IsDelayTold { get; init; }

    /// <summary>
    /// True between the record of an attempt and that of its end; after a restart such a copy is due.
    /// </summary>
    public bool IsRunning { get; init; }

    /// <summary>Every recipient without an end.</summary>
    public IEnumerable<string> Recipients => Remaining.Concat(Held.Select(held => held.Recipient));

    /// <summary>What an order would make of each recipient that it concerns.</summary>
    public ImmutableArray<Result> Under(Order order, string who) => order switch
    {
        Order.Retry => [.. Remaining.Select(recipient => new Result(recipient, Outcome.Deferred, null))],
        Order.Hold => [.. Remaining.Select(recipient => new Result(recipient, Outcome.Held, $"held by {who}"))],
        Order.Release => [.. Held.Select(held => new Result(held.Recipient, Outcome.Deferred, null))],
        _ => [.. Recipients.Select(recipient => new Result(recipient, Outcome.Dropped, null))],
    };

    internal bool IsDone => Remaining.IsEmpty && Held.IsEmpty;

    internal PendingCopy After(Ended end)
    {
        var deferred = end.Results.Where(result => result.Outcome == Outcome.Deferred).ToList();
        var decided = end.Results.Where(result => result.Outcome != Outcome.Deferred)
            .Select(result => result.Recipient).ToHashSet(StringComparer.Ordinal);
        return this with
        {
            Remaining = Remaining.RemoveAll(decided.Contains),
            Held = [.. Held.Union(end.Results.Where(result => result.Outcome == Outcome.Held))],
            Attempts = end.Attempt,
            NextAttempt = end.NextAttempt ?? end.At,
            LastReply = deferred.Count > 0 ? deferred[^1].Reply : LastReply,
            IsDelayTold = IsDelayTold || end.IsDelayTold,
            IsRunning = false,
        };
    }

    internal PendingCopy After(Ordered order)
    {
        var meant = order.Results.Select(result => result.Recipient).ToHashSet(StringComparer.Ordinal);
        var known = order.Results.Where(result => Recipients.Contains(result.Recipient)).ToList();
        var back = known.Where(result => result.Outcome == Outcome.Deferred).Select(result => result.Recipient);
        return this with
        {
            Remaining = [.. Remaining.RemoveAll(meant.Contains), .. back],
            Held =
            [
                .. Held.RemoveAll(held => meant.Contains(held.Recipient)),
                .. known.Where(result => result.Outcome == Outcome.Held),
            ],
            NextAttempt = order.At,
            Since = order.Order == Order.Release ? order.At : Since,
            IsDelayTold = IsDelayTold && order.Order != Order.Release,
        };
    }

    // What the sender was told of has its end by the notice, which is in the log before the end of the attempt.
    internal PendingCopy After(NoticeOf notice) => notice.Kind == NoticeKind.Delayed
        ? this with { IsDelayTold = true }
        : this with
        {
            Remaining = Remaining.RemoveAll(recipient => notice.Recipients.Contains(recipient)),
            Held = Held.RemoveAll(held => notice.Recipients.Contains(held.Recipient)),
        };
}
