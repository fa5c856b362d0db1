using System.Security.Cryptography;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Storage;

namespace Causeway.Transport.AutomaticReplies;

/// <summary>
/// Who got an automatic reply of a mailbox, kept on disk for the time in which nobody gets a second one. Until
/// <see cref="OpenAsync"/> nobody is answered.
/// </summary>
public sealed class AnsweredCorrespondents : IDisposable
{
    /// <summary>RFC 3834 section 2 asks for a period of days; RFC 5230 section 4.1 takes seven.</summary>
    public const int Days = 7;

    /// <summary>
    /// The most correspondents at a time. Strangers can make up as many as they like; beyond these nobody is answered.
    /// </summary>
    public const int Most = 100_000;

    private DayJournal? journal;

    /// <param name="disk">A folder of its own, or one that it shares with journals of other names.</param>
    public async ValueTask OpenAsync(IDisk disk, DateTimeOffset now, CancellationToken ct) =>
        journal = await DayJournal.OpenAsync(disk, "answered", Days, Most, now, ct).ConfigureAwait(false);

    public void Dispose() => journal?.Dispose();

    /// <summary>
    /// Records that a correspondent is answered now; false where that was done before, or there is no room. A reply
    /// that says something else may be sent again.
    /// </summary>
    internal async ValueTask<bool> TryAddAsync(
        string organization, EmailAddress mailbox, EmailAddress correspondent, AutomaticReply reply, DateTimeOffset now)
    {
        if (journal is not { } open)
        {
            return false;
        }

        var text = string.Join('\n', organization, $"{mailbox}\n{correspondent}".ToLowerInvariant(), $"{reply}");
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

        // The journal waits for the disk, and the pool has few threads on a small machine.
        return await Task.Factory.StartNew(
            () => open.Add(key, "", now) == JournalAnswer.Added, CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }
}
