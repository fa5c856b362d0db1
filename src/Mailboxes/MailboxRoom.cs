namespace Causeway.Mailboxes;

/// <summary>
/// The octets of one mailbox with a quota: counted from its files once in each run, and from then on kept by
/// deliveries. The files are the truth: no crash can leave a wrong count behind. What a reader deletes is found before
/// anything is refused, by another count.
/// </summary>
internal sealed class MailboxRoom(Func<long> count, TimeProvider clock)
{
    // Counting a large mailbox takes a while, and whoever floods a full one may not ask for it at each message.
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private long stored;
    private long reserved;
    private int deliveries;
    private DateTimeOffset? countedAt;

    /// <summary>Holds room for a message; null where that was done, else why it was not.</summary>
    public MailboxResult? Reserve(long size, long quota)
    {
        lock (gate)
        {
            if (countedAt is null)
            {
                Count();
            }

            if (stored + reserved + size > quota)
            {
                if (deliveries > 0)
                {
                    return new MailboxResult.Undecided();
                }

                if (clock.GetUtcNow() - countedAt >= Between)
                {
                    Count();
                }
            }

            if (stored + reserved + size > quota)
            {
                return new MailboxResult.Full(new MailboxUsage(stored, quota));
            }

            reserved += size;
            deliveries++;
            return null;
        }
    }

    /// <summary>The message is there, or nothing was written.</summary>
    public long Settle(long size, bool isStored)
    {
        lock (gate)
        {
            reserved -= size;
            deliveries--;
            stored += isStored ? size : 0;
            return stored;
        }
    }

    /// <summary>A message came while the mailbox had no quota.</summary>
    public void Forget()
    {
        lock (gate)
        {
            countedAt = null;
        }
    }

    private void Count() => (stored, countedAt) = (count(), clock.GetUtcNow());
}
