using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Mail;
using Causeway.Storage;

namespace Causeway.Mailboxes;

/// <summary>
/// The mailboxes of a site: one Maildir per address (docs/adr/0005-maildir.md). Reading works while a site delivers and
/// while it is stopped. A file is seen only when it is whole, and a delivery that returned survives the loss of power.
/// </summary>
public sealed class MailboxStore(IDisk disk, TimeProvider clock) : IDisposable
{
    private const string Inbox = "INBOX";
    private const string AddressFile = "address";
    private const int HeadOctets = 64 << 10;

    /// <summary>Deliveries at the same time, each of which may have a thread that waits for the disk.</summary>
    private readonly SemaphoreSlim writing = new(16);

    /// <summary>The mailboxes with a quota that something was delivered to in this run.</summary>
    private readonly ConcurrentDictionary<string, MailboxRoom> rooms = new();

    public MailboxStore(IDisk disk)
        : this(disk, TimeProvider.System)
    {
    }

    /// <summary>The folders that are known to be durable.</summary>
    private readonly ConcurrentDictionary<string, bool> prepared = new();

    /// <summary>
    /// Stores a message whatever the mailbox holds; returns its id. A message that is there already stays as it is.
    /// </summary>
    public async ValueTask<string> DeliverAsync(MailboxDelivery delivery, CancellationToken ct) =>
        await TryDeliverAsync(delivery with { Quota = null }, ct).ConfigureAwait(false) is MailboxResult.Stored stored
            ? stored.Id
            : throw new UnreachableException();

    /// <summary>
    /// Stores a message with <c>Return-Path</c> and <c>Delivered-To</c> on top and the octets unchanged below, unless
    /// the mailbox would grow beyond its quota. A message that is there already stays as it is.
    /// </summary>
    public async ValueTask<MailboxResult> TryDeliverAsync(MailboxDelivery delivery, CancellationToken ct)
    {
        var folder = MailboxFolder.Of(delivery.Address);
        var id = MessageFileName.IdOf(delivery);
        await writing.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            Prepare(folder, id, delivery.Address);
            if (disk.Exists($"{folder}/new/{id}") || (delivery.Attempt > 1 && FindFile(folder, id) is not null))
            {
                // The run that renamed it may have died before the folder was synced.
                await OnThreadOfItsOwnAsync(() => disk.SyncFolder($"{folder}/new")).ConfigureAwait(false);
                return new MailboxResult.Stored(id, null);
            }

            return await WriteWithinAsync(folder, id, delivery, ct).ConfigureAwait(false);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>The addresses that have a mailbox, in order.</summary>
    public async ValueTask<ImmutableArray<EmailAddress>> AddressesAsync(CancellationToken ct)
    {
        var addresses = new List<EmailAddress>();
        foreach (var folder in disk.ListFolders(""))
        {
            if (disk.Exists($"{folder}/{AddressFile}"))
            {
                using var file = disk.OpenForRead($"{folder}/{AddressFile}");
                var text = Encoding.UTF8.GetString(await ReadHeadAsync(file, ct).ConfigureAwait(false)).Trim();
                if (EmailAddress.TryParse(text, out var address))
                {
                    addresses.Add(address);
                }
            }
        }

        return [.. addresses.OrderBy(address => address.ToString(), StringComparer.OrdinalIgnoreCase)];
    }

    public bool Exists(EmailAddress address) => disk.Exists($"{MailboxFolder.Of(address)}/{AddressFile}");

    /// <summary>The messages of a mailbox, oldest first; empty where nothing was ever delivered.</summary>
    public async ValueTask<ImmutableArray<StoredMessage>> ListAsync(EmailAddress address, CancellationToken ct)
    {
        var messages = new List<StoredMessage>();
        foreach (var (path, length, name) in Files(MailboxFolder.Of(address)))
        {
            try
            {
                using var file = disk.OpenForRead(path);
                var head = await ReadHeadAsync(file, ct).ConfigureAwait(false);
                messages.Add(Describe(name, length, HeaderBlock.Scan(head), path));
            }
            catch (FileNotFoundException)
            {
                // Deleted or given other flags since the folder was read.
            }
        }

        messages.Sort((x, y) => (x.InternalDate, x.Id).CompareTo((y.InternalDate, y.Id)));
        return [.. messages];
    }

    /// <summary>The id of the message that a delivery made; null where the mailbox has it not.</summary>
    public string? Find(EmailAddress address, string queueId, int copy, DateTimeOffset acceptedAt)
    {
        var id = MessageFileName.IdOf(queueId, copy, acceptedAt);
        return FindFile(MailboxFolder.Of(address), id) is null ? null : id;
    }

    /// <summary>The stored octets of a message, or null where the mailbox has none of this id.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>>? Open(EmailAddress address, string id, CancellationToken ct) =>
        FindFile(MailboxFolder.Of(address), id) is { } path ? ReadAsync(path, ct) : null;

    public void Dispose() => writing.Dispose();

    private static StoredMessage Describe(MessageFileName name, long length, HeaderBlock header, string path) => new(
        name.Id,
        Inbox,
        length,
        name.InternalDate,
        header.TextOf("From"u8),
        header.TextOf("Subject"u8),
        header.TextOf("Message-ID"u8),
        [.. FlagsOf(name, path)]);

    // The letters of Maildir as the flags of IMAP (RFC 9051 section 2.3.2).
    private static IEnumerable<string> FlagsOf(MessageFileName name, string path)
    {
        if (path.Contains("/new/", StringComparison.Ordinal))
        {
            yield return "\\Recent";
        }

        foreach (var letter in name.Flags)
        {
            var flag = letter switch
            {
                'D' => "\\Draft",
                'F' => "\\Flagged",
                'R' => "\\Answered",
                'S' => "\\Seen",
                'T' => "\\Deleted",
                _ => null,
            };
            if (flag is not null)
            {
                yield return flag;
            }
        }
    }

    /// <summary>The fields that a delivery puts on top.</summary>
    internal static byte[] TopFields(ReversePath reversePath, EmailAddress address) => Encoding.UTF8.GetBytes(
        $"Return-Path: <{reversePath}>\r\nDelivered-To: {address}\r\n");

    private static async ValueTask<byte[]> ReadHeadAsync(IDiskFile file, CancellationToken ct)
    {
        var head = new byte[Math.Min(file.Length, HeadOctets)];
        var filled = 0;
        while (filled < head.Length)
        {
            var read = await file.ReadAsync(filled, head.AsMemory(filled), ct).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            filled += read;
        }

        return head[..filled];
    }

    // A sync blocks for milliseconds, and the pool has few threads on a small machine.
    private static Task OnThreadOfItsOwnAsync(Action work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Prepare(string folder, string id, EmailAddress address)
    {
        // Once in each run: what is there may have been made by a process that died before it could sync.
        if (prepared.ContainsKey(folder))
        {
            return;
        }

        foreach (var part in (string[])["tmp", "new", "cur"])
        {
            disk.CreateFolder($"{folder}/{part}");
        }

        // Written last, and whole or not at all: a mailbox with this file has all its folders.
        if (!disk.Exists($"{folder}/{AddressFile}"))
        {
            using var file = disk.Create($"{folder}/tmp/{AddressFile}-{id}");
            file.Append([Encoding.UTF8.GetBytes(MailboxFolder.Canonical(address) + "\n")]);
            file.Sync();
            disk.Rename($"{folder}/tmp/{AddressFile}-{id}", $"{folder}/{AddressFile}");
        }

        disk.SyncFolder(folder);
        prepared.TryAdd(folder, true);
    }

    private async ValueTask<MailboxResult> WriteWithinAsync(
        string folder, string id, MailboxDelivery delivery, CancellationToken ct)
    {
        if (delivery.Quota is not { } quota)
        {
            await WriteAsync(folder, id, delivery, ct).ConfigureAwait(false);
            if (rooms.TryGetValue(folder, out var before))
            {
                before.Forget();
            }

            return new MailboxResult.Stored(id, null);
        }

        var room = rooms.GetOrAdd(
            folder, one => new MailboxRoom(() => Files(one).Sum(file => file.Length), clock));
        var size = delivery.Size + TopFields(delivery.ReversePath, delivery.Address).Length;
        if (room.Reserve(size, quota) is { } refusal)
        {
            return refusal;
        }

        var isStored = false;
        long octets;
        try
        {
            await WriteAsync(folder, id, delivery, ct).ConfigureAwait(false);
            isStored = true;
        }
        finally
        {
            octets = room.Settle(size, isStored);
        }

        return new MailboxResult.Stored(id, new MailboxUsage(octets, quota));
    }

    private async ValueTask WriteAsync(string folder, string id, MailboxDelivery delivery, CancellationToken ct)
    {
        // A file that a crash left in tmp is written anew.
        using var file = disk.Create($"{folder}/tmp/{id}");
        file.Append([TopFields(delivery.ReversePath, delivery.Address)]);
        await foreach (var piece in delivery.Octets.WithCancellation(ct).ConfigureAwait(false))
        {
            file.Append([piece]);
        }

        await OnThreadOfItsOwnAsync(() =>
        {
            file.Sync();
            disk.Rename($"{folder}/tmp/{id}", $"{folder}/new/{id}");
            disk.SyncFolder($"{folder}/new");
        }).ConfigureAwait(false);
    }

    private string? FindFile(string folder, string id)
    {
        var fresh = $"{folder}/new/{id}";
        return disk.Exists(fresh)
            ? fresh
            : Files(folder).Where(file => file.Name.Id == id).Select(file => file.Path).FirstOrDefault();
    }

    private IEnumerable<(string Path, long Length, MessageFileName Name)> Files(string folder)
    {
        // First new, then cur: a message that is moved meanwhile is seen twice rather than not at all.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in (string[])["new", "cur"])
        {
            foreach (var entry in disk.ListFiles($"{folder}/{part}"))
            {
                if (MessageFileName.TryParse(entry.Name, out var name) && seen.Add(name.Id))
                {
                    yield return ($"{folder}/{part}/{entry.Name}", entry.Length, name);
                }
            }
        }
    }

    private async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        string path, [EnumeratorCancellation] CancellationToken ct)
    {
        using var file = disk.OpenForRead(path);
        var buffer = new byte[HeadOctets];
        var offset = 0L;
        while (await file.ReadAsync(offset, buffer, ct).ConfigureAwait(false) is > 0 and var read)
        {
            offset += read;
            yield return buffer.AsMemory(0, read);
        }
    }
}
