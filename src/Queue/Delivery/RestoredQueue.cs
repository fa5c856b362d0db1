using System.Collections.Immutable;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Microsoft.Extensions.Logging;

namespace Causeway.Queue.Delivery;

/// <summary>
/// Readies the queue of a restored site, before its first start. Mailboxes were copied after the log, so that what was
/// delivered meanwhile stands in both: it gets its end. The rest waits, or is held where an administrator wants to look
/// through it first: what was sent after the backup would be sent again.
/// </summary>
public static class RestoredQueue
{
    /// <param name="find">The id of a message in a mailbox, where the mailbox has the copy for the recipient.</param>
    public static async ValueTask<RestoredCounts> PrepareAsync(
        Spool spool, bool hold, string who, Func<PendingCopy, string, string?> find, TimeProvider clock,
        ILogger logger, CancellationToken ct)
    {
        var (from, state) = await new QueueCheckpoints(spool, logger).ReadAsync(ct).ConfigureAwait(false);
        await foreach (var fact in spool.ReadHistoryAsync(from, ct).ConfigureAwait(false))
        {
            state.Apply(fact);
        }

        var (found, held) = (0, 0);
        foreach (var copy in state.Copies.ToList())
        {
            if (EndOf(copy, find, clock) is { } end)
            {
                found += end.Results.Length;
                await RecordAsync(spool, state, end, ct).ConfigureAwait(false);
            }

            if (hold && state.Find(copy.Message.Id, copy.Copy.Number) is { Remaining.IsEmpty: false } rest)
            {
                held += rest.Remaining.Length;
                var order = new Ordered
                {
                    At = clock.GetUtcNow(), Who = who, Order = Order.Hold, Id = copy.Message.Id,
                    Copy = copy.Copy.Number, Results = rest.Under(Order.Hold, who),
                };
                await RecordAsync(spool, state, order, ct).ConfigureAwait(false);
            }
        }

        return new RestoredCounts(
            found, state.Copies.Sum(copy => copy.Remaining.Length), state.Copies.Sum(copy => copy.Held.Length), held);
    }

    private static Ended? EndOf(PendingCopy copy, Func<PendingCopy, string, string?> find, TimeProvider clock)
    {
        if (copy.Copy.Kind != DestinationKind.Mailbox)
        {
            return null;
        }

        var results = copy.Remaining
            .Select(recipient => (Recipient: recipient, Id: find(copy, recipient)))
            .Where(one => one.Id is not null)
            .Select(one => new Result(
                one.Recipient, Outcome.Delivered, $"250 2.1.5 Stored as {one.Id}, as the restored mailbox shows"))
            .ToImmutableArray();
        return results.IsEmpty ? null : new Ended
        {
            At = clock.GetUtcNow(), Id = copy.Message.Id, Copy = copy.Copy.Number,
            Attempt = Math.Max(1, copy.Attempts), Results = results,
            NextAttempt = results.Length < copy.Remaining.Length ? copy.NextAttempt : null,
        };
    }

    private static ValueTask RecordAsync(Spool spool, QueueState state, Fact fact, CancellationToken ct)
    {
        state.Apply(fact);
        return spool.RecordAsync(fact, Durability.Synced, ct);
    }
}
