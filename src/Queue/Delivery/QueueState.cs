using System.Collections.Immutable;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Delivery;

/// <summary>
/// The queue as the facts of a site tell it: nothing is in it that reading the log again would not put there. A fact
/// seen twice, or one about a message that is gone, changes nothing.
/// </summary>
public sealed class QueueState
{
    // The arrays are never changed, only replaced: a picture of the state is a copy of this dictionary's values.
    private readonly Dictionary<string, PendingCopy[]> messages = new(StringComparer.Ordinal);
    private readonly CommonTexts texts = new();

    /// <summary>The number of messages with a recipient that is pending or held.</summary>
    public int Count => messages.Count;

    /// <summary>Every copy with a recipient that is pending or held.</summary>
    public IEnumerable<PendingCopy> Copies => messages.Values.SelectMany(copies => copies).Where(copy => !copy.IsDone);

    /// <summary>The messages whose octets are still needed.</summary>
    public IEnumerable<Accepted> Messages => messages.Values.Select(copies => copies[0].Message);

    public PendingCopy? Find(string id, int copy) =>
        messages.TryGetValue(id, out var copies) ? Array.Find(copies, pending => pending.Copy.Number == copy) : null;

    /// <summary>Takes a fact; returns the messages that came to their ends by it.</summary>
    public ImmutableArray<Accepted> Apply(Fact fact) => fact switch
    {
        Accepted { Notice: { } notice } message =>
            [.. Replace(notice.Id, notice.Copy, copy => copy.After(notice)), .. Add(message)],
        Accepted message => Add(message),
        Attempted attempt => Replace(
            attempt.Id, attempt.Copy, copy => copy with { Attempts = attempt.Attempt, IsRunning = true }),
        Ended end => Replace(end.Id, end.Copy, copy => copy.After(end)),
        Ordered order => Replace(order.Id, order.Copy, copy => copy.After(order)),
        _ => [],
    };

    /// <summary>Everything in the queue at this moment, message by message.</summary>
    internal PendingCopy[][] Picture() => [.. messages.Values];

    /// <summary>Puts a message back as a picture had it.</summary>
    internal void Restore(IReadOnlyList<PendingCopy> copies)
    {
        var message = texts.Share(copies[0].Message);
        messages[message.Id] =
        [
            .. copies.Select(copy => copy with
            {
                Message = message, Copy = message.Copies.First(shared => shared.Number == copy.Copy.Number),
            }),
        ];
    }

    private ImmutableArray<Accepted> Add(Accepted message)
    {
        // What it is about and why it was routed so is for the trace; the queue keeps what delivery needs.
        var kept = texts.Share(message with { Hops = [], Subject = null });
        messages.TryAdd(message.Id, [.. kept.Copies.Select(copy => Begin(kept, copy))]);
        return Finished(message.Id, kept);
    }

    private static PendingCopy Begin(Accepted message, Copy copy) => new(message, copy)
    {
        Remaining = copy.Recipients, NextAttempt = message.At, Since = message.At,
    };

    private ImmutableArray<Accepted> Replace(string id, int number, Func<PendingCopy, PendingCopy> change)
    {
        if (!messages.TryGetValue(id, out var copies)
            || Array.FindIndex(copies, copy => copy.Copy.Number == number) is not (>= 0 and var index))
        {
            return [];
        }

        PendingCopy[] changed = [.. copies];
        changed[index] = change(changed[index]);
        messages[id] = changed;
        return Finished(id, changed[index].Message);
    }

    private ImmutableArray<Accepted> Finished(string id, Accepted message) =>
        messages.TryGetValue(id, out var copies) && Array.TrueForAll(copies, copy => copy.IsDone) && messages.Remove(id)
            ? [message]
            : [];
}
