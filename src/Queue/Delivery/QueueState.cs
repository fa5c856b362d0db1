using System.Collections.Immutable;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Delivery;

/// <summary>
/// The queue as the facts of a site tell it: nothing is in it that reading the log again would not put there. A fact
/// seen twice, or one about a message that is gone, changes nothing.
/// </summary>
public sealed class QueueState
{
    private readonly Dictionary<string, PendingCopy[]> messages = new(StringComparer.Ordinal);

    /// <summary>The number of messages with a recipient that is pending or held.</summary>
    public int Count => messages.Count;

    /// <summary>Every copy with a recipient that is pending or held.</summary>
    public IEnumerable<PendingCopy> Copies => messages.Values.SelectMany(copies => copies).Where(copy => !IsDone(copy));

    /// <summary>The messages whose octets are still needed.</summary>
    public IEnumerable<Accepted> Messages => messages.Values.Select(copies => copies[0].Message);

    public PendingCopy? Find(string id, int copy) =>
        messages.TryGetValue(id, out var copies) ? Array.Find(copies, pending => pending.Copy.Number == copy) : null;

    /// <summary>Takes a fact; returns the messages that came to their ends by it.</summary>
    public ImmutableArray<Accepted> Apply(Fact fact)
    {
        switch (fact)
        {
            case Accepted { Notice: { } notice } message:
                return [.. new[] { Tell(notice), Add(message) }.OfType<Accepted>()];
            case Accepted message:
                return Add(message) is { } empty ? [empty] : [];
            case Attempted attempt:
                Replace(attempt.Id, attempt.Copy, copy => copy with { Attempts = attempt.Attempt, IsRunning = true });
                return [];
            case Ended end:
                Replace(end.Id, end.Copy, copy => After(copy, end));
                return Find(end.Id, end.Copy) is { } ended && TryFinish(end.Id) ? [ended.Message] : [];
            default:
                return [];
        }
    }

    private static bool IsDone(PendingCopy copy) => copy.Remaining.IsEmpty && copy.Held.IsEmpty;

    // What the sender was told has its end by the notice, which is in the log before the end of the attempt.
    private Accepted? Tell(NoticeOf notice)
    {
        Replace(notice.Id, notice.Copy, copy => notice.Kind == NoticeKind.Delayed
            ? copy with { IsDelayTold = true }
            : copy with
            {
                Remaining = [.. copy.Remaining.Except(notice.Recipients, StringComparer.Ordinal)],
                Held = copy.Held.RemoveAll(held => notice.Recipients.Contains(held.Recipient)),
            });
        return Find(notice.Id, notice.Copy) is { } told && TryFinish(notice.Id) ? told.Message : null;
    }

    private Accepted? Add(Accepted message)
    {
        // Why it was routed so is for the trace; the queue keeps what delivery needs.
        var kept = message with { Hops = [] };
        messages.TryAdd(message.Id, [.. message.Copies.Select(copy => Begin(kept, copy))]);
        return TryFinish(message.Id) ? kept : null;
    }

    private static PendingCopy Begin(Accepted message, Copy copy) =>
        new(message, copy) { Remaining = copy.Recipients, NextAttempt = message.At };

    private static PendingCopy After(PendingCopy copy, Ended end)
    {
        var deferred = end.Results.Where(result => result.Outcome == Outcome.Deferred).ToList();
        var decided = end.Results
            .Where(result => result.Outcome != Outcome.Deferred)
            .Select(result => result.Recipient);
        return copy with
        {
            Remaining = [.. copy.Remaining.Except(decided, StringComparer.Ordinal)],
            Held = [.. copy.Held.Union(end.Results.Where(result => result.Outcome == Outcome.Held))],
            Attempts = end.Attempt,
            NextAttempt = end.NextAttempt ?? end.At,
            LastReply = deferred.Count > 0 ? deferred[^1].Reply : copy.LastReply,
            IsRunning = false,
        };
    }

    private void Replace(string id, int number, Func<PendingCopy, PendingCopy> change)
    {
        if (messages.TryGetValue(id, out var copies)
            && Array.FindIndex(copies, copy => copy.Copy.Number == number) is >= 0 and var index)
        {
            copies[index] = change(copies[index]);
        }
    }

    private bool TryFinish(string id) =>
        messages.TryGetValue(id, out var copies) && Array.TrueForAll(copies, IsDone) && messages.Remove(id);
}
