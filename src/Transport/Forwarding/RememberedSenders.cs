using Causeway.Authentication.Srs;
using Causeway.Core.Addresses;
using Causeway.Storage;

namespace Causeway.Transport.Forwarding;

/// <summary>
/// The senders whose return addresses are too short to tell them: kept on disk as long as the addresses are good. Until
/// <see cref="OpenAsync"/> there is room for none.
/// </summary>
public sealed class RememberedSenders : IDisposable
{
    /// <summary>
    /// The most senders at a time; a stranger may write from as many long addresses as there are, and each costs
    /// memory.
    /// </summary>
    public const int Most = 50_000;

    private DayJournal? journal;

    /// <param name="disk">A folder of its own.</param>
    public async ValueTask OpenAsync(IDisk disk, DateTimeOffset now, CancellationToken ct) =>
        journal = await DayJournal.OpenAsync(disk, "senders", SrsDay.DaysGood + 1, Most, now, ct).ConfigureAwait(false);

    public void Dispose() => journal?.Dispose();

    internal EmailAddress? Find(SrsAddress parts, DateTimeOffset now) =>
        EmailAddress.TryParse(journal?.Find(KeyOf(parts), now), out var sender) ? sender : null;

    /// <summary>True once it is durable; false where there is no room.</summary>
    internal async ValueTask<bool> RememberAsync(SrsAddress parts, EmailAddress sender, DateTimeOffset now)
    {
        if (journal is not { } open)
        {
            return false;
        }

        // The journal waits for the disk, and the pool has few threads on a small machine.
        var answer = await Task.Factory.StartNew(
            () => open.Add(KeyOf(parts), sender.ToString(), now), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        return answer != JournalAnswer.Full;
    }

    // As it may come back, whatever the case of its letters.
    private static string KeyOf(SrsAddress parts) => $"{parts.Hash}={parts.Day}".ToLowerInvariant();
}
