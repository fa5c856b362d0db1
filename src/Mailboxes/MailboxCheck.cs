using System.Buffers;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Storage;

namespace Causeway.Mailboxes;

/// <summary>
/// Reads every message of every mailbox. A mailbox holds no checksums; what the site's log still has of a delivery says
/// what each octet must be: the two fields that delivery writes, and below them the octets as they were accepted.
/// </summary>
public sealed class MailboxCheck
{
    private const int PieceOctets = 64 << 10;
    private const string FromBackup = "Restore the file from a backup.";

    private static ReadOnlySpan<byte> FirstField => "Return-Path: <"u8;

    private readonly IDisk disk;
    private readonly Dictionary<(string Folder, string Id), ExpectedMessage> expected;
    private readonly List<MailboxFault> faults = [];
    private readonly List<string> uncompared = [];
    private int mailboxes;
    private int messages;
    private int compared;

    private MailboxCheck(IDisk disk, IEnumerable<ExpectedMessage> delivered)
    {
        this.disk = disk;
        expected = delivered.DistinctBy(KeyOf).ToDictionary(KeyOf);
    }

    public static async ValueTask<MailboxReport> RunAsync(
        IDisk disk, IEnumerable<ExpectedMessage> delivered, CancellationToken ct)
    {
        var check = new MailboxCheck(disk, delivered);
        var there = new HashSet<(string Folder, string Id)>();
        foreach (var folder in disk.ListFolders("").Order(StringComparer.Ordinal))
        {
            check.mailboxes++;
            await check.CheckAddressAsync(folder, ct).ConfigureAwait(false);
            await check.CheckMessagesAsync(folder, there, ct).ConfigureAwait(false);
        }

        foreach (var (key, message) in check.expected.Where(one => !there.Contains(one.Key)))
        {
            check.faults.Add(new MailboxFault(
                $"{key.Folder}/new/{key.Id}", false, "It was delivered, and is not there.",
                "If its owner did not delete it, restore the file from a backup.", message));
        }

        return new MailboxReport(check.mailboxes, check.messages, check.compared, check.uncompared, check.faults);
    }

    private static (string Folder, string Id) KeyOf(ExpectedMessage message) => (
        MailboxFolder.Of(message.Address), MessageFileName.IdOf(message.QueueId, message.Copy, message.AcceptedAt));

    private async ValueTask CheckAddressAsync(string folder, CancellationToken ct)
    {
        var name = $"{folder}/address";
        if (!disk.Exists(name))
        {
            Fail(name, true, "The file with the mailbox's address is missing.", FromBackup, null);
            return;
        }

        using var file = disk.OpenForRead(name);
        var octets = new byte[Math.Min(file.Length, PieceOctets)];
        var read = await file.ReadAsync(0, octets, ct).ConfigureAwait(false);
        var text = Encoding.UTF8.GetString(octets, 0, read);
        if (!EmailAddress.TryParse(text.Trim(), out var address) || MailboxFolder.Of(address) != folder
            || text != MailboxFolder.Canonical(address) + "\n")
        {
            Fail(name, true, $"It says '{text.Trim()}', which is not the address of this mailbox.",
                "Write the mailbox's address to it, or restore the file from a backup.", null);
        }
    }

    private async ValueTask CheckMessagesAsync(
        string folder, HashSet<(string Folder, string Id)> there, CancellationToken ct)
    {
        foreach (var part in (string[])["new", "cur"])
        {
            foreach (var entry in disk.ListFiles($"{folder}/{part}").OrderBy(one => one.Name, StringComparer.Ordinal))
            {
                var path = $"{folder}/{part}/{entry.Name}";
                if (!MessageFileName.TryParse(entry.Name, out var name))
                {
                    Fail(path, false, "The name is not that of a message, so that nobody sees it.",
                        "Move the file away, or give it the name that it had.", null);
                }
                else if (!there.Add((folder, name.Id)))
                {
                    Fail(path, false, "The message stands in `new` and in `cur`, and is shown once.",
                        "Delete the one in `new`.", expected.GetValueOrDefault((folder, name.Id)));
                }
                else
                {
                    messages++;
                    await CheckMessageAsync(path, expected.GetValueOrDefault((folder, name.Id)), ct)
                        .ConfigureAwait(false);
                }
            }
        }
    }

    private async ValueTask CheckMessageAsync(string path, ExpectedMessage? message, CancellationToken ct)
    {
        try
        {
            using var file = disk.OpenForRead(path);
            if (message is null)
            {
                uncompared.Add(path);
                var head = new byte[FirstField.Length];
                await file.ReadAsync(0, head, ct).ConfigureAwait(false);
                if (!head.AsSpan().SequenceEqual(FirstField))
                {
                    Fail(path, true, "It does not begin as every delivered message does.", FromBackup, null);
                }
            }
            else if (await IsAsDeliveredAsync(file, message, ct).ConfigureAwait(false))
            {
                compared++;
            }
            else
            {
                Fail(path, true, "Its octets are not those that were delivered.", FromBackup, message);
            }
        }
        catch (FileNotFoundException)
        {
            // Given other flags since the folder was read.
            uncompared.Add(path);
        }
    }

    private static async ValueTask<bool> IsAsDeliveredAsync(
        IDiskFile file, ExpectedMessage message, CancellationToken ct)
    {
        var top = MailboxStore.TopFields(message.ReversePath, message.Address);
        if (file.Length != top.Length + message.Pieces.Sum(piece => (long)piece.Octets))
        {
            return false;
        }

        var head = new byte[top.Length];
        if (await file.ReadAsync(0, head, ct).ConfigureAwait(false) != head.Length || !head.SequenceEqual(top))
        {
            return false;
        }

        var offset = (long)top.Length;
        foreach (var (octets, crc) in message.Pieces)
        {
            if (await CrcAsync(file, offset, octets, ct).ConfigureAwait(false) != crc)
            {
                return false;
            }

            offset += octets;
        }

        return true;
    }

    private static async ValueTask<uint> CrcAsync(IDiskFile file, long offset, int octets, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceOctets);
        try
        {
            var crc = 0u;
            for (var done = 0; done < octets;)
            {
                var wanted = Math.Min(buffer.Length, octets - done);
                var read = await file.ReadAsync(offset + done, buffer.AsMemory(0, wanted), ct).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                crc = Crc32C.Compute(buffer.AsSpan(0, read), crc);
                done += read;
            }

            return crc;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Fail(string file, bool isDamage, string found, string cure, ExpectedMessage? message) =>
        faults.Add(new MailboxFault(file, isDamage, found, cure, message));
}
