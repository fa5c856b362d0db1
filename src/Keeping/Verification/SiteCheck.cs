using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Causeway.Auditing;
using Causeway.Core.Addresses;
using Causeway.Directories;
using Causeway.Keeping.Backups;
using Causeway.Mailboxes;
using Causeway.Queue.Checking;
using Causeway.Storage;

namespace Causeway.Keeping.Verification;

/// <summary>
/// Reads all data of a site, which is held meanwhile: the log, the queue, the mailboxes, the audit log, the version.
/// What the log no longer knows is compared with a backup, where there is one. Never writes.
/// </summary>
public sealed class SiteCheck(string folder, ISiteHold site, BackupManifest? backup)
{
    private const int MostLooks = 10;

    private readonly FolderDisk disk = new(folder);
    private readonly List<Finding> findings = [];

    public async ValueTask<SiteReport> RunAsync(CancellationToken ct)
    {
        CheckVersion();
        var spool = await SpoolCheck.RunAsync(
            new FolderDisk(In(SiteFiles.Spool)),
            async cancel => (await site.ReadExtentAsync(cancel).ConfigureAwait(false)).Spool, ct)
            .ConfigureAwait(false);
        findings.AddRange(spool.Faults.Select(fault =>
            new Finding(fault.File, fault.IsDamage, fault.Found, fault.Cure, fault.Affected)));
        var (expected, of) = Expected(spool.Delivered);
        var mailboxes = await MailboxCheck.RunAsync(new FolderDisk(In(SiteFiles.Mailboxes)), expected, ct)
            .ConfigureAwait(false);
        findings.AddRange(mailboxes.Faults.Select(fault => new Finding(
            $"{SiteFiles.Mailboxes}/{fault.File}", fault.IsDamage, fault.Found, fault.Cure,
            fault.Message is { } message ? [of[message]] : [])));
        var compared = await CompareAsync(mailboxes.Uncompared, ct).ConfigureAwait(false);
        await CompareUnchangedAsync(ct).ConfigureAwait(false);
        await CheckDirectoryAsync(ct).ConfigureAwait(false);
        var entries = await CheckAuditAsync(ct).ConfigureAwait(false);
        site.ThrowIfLost();
        return new SiteReport(
            spool.Facts, spool.Messages, mailboxes.Mailboxes, mailboxes.Messages, mailboxes.Compared, compared, entries,
            findings);
    }

    private static (List<ExpectedMessage> Expected, Dictionary<ExpectedMessage, AffectedMessage> Of) Expected(
        IReadOnlyList<DeliveredCopy> delivered)
    {
        var all = new List<ExpectedMessage>();
        var of = new Dictionary<ExpectedMessage, AffectedMessage>(ReferenceEqualityComparer.Instance);
        foreach (var copy in delivered)
        {
            if (EmailAddress.TryParse(copy.Recipient, out var address)
                && ReversePath.TryParse(copy.From, out var reversePath))
            {
                var message = new ExpectedMessage(
                    address, copy.Id, copy.Copy, copy.AcceptedAt, reversePath,
                    [.. copy.Body.Select(extent => (extent.Length, extent.Crc))]);
                all.Add(message);
                of.Add(message, new AffectedMessage(
                    copy.TraceId, copy.Id, copy.MessageId, copy.From, [copy.Recipient]));
            }
        }

        return (all, of);
    }

    private void CheckVersion()
    {
        try
        {
            if (DataFormat.Check(folder) >= 2 && !disk.Exists(SiteFiles.AuditLog))
            {
                findings.Add(new Finding(
                    SiteFiles.AuditLog, true, "The audit log is missing.",
                    "No mail is affected; compare with the audit log of a backup."));
            }
        }
        catch (InvalidDataException fault)
        {
            findings.Add(new Finding(SiteFiles.Format, true, fault.Message, "See there."));
        }
    }

    private async ValueTask CheckDirectoryAsync(CancellationToken ct)
    {
        if (await DirectoryCheck.FaultAsync(disk, ct).ConfigureAwait(false) is { } fault)
        {
            findings.Add(new Finding(SiteFiles.Directory, true, fault, "The site does not start with it."));
        }
    }

    // Messages never change once they are delivered, so any backup that has one says what its octets must be.
    private async ValueTask<int> CompareAsync(IReadOnlyList<string> files, CancellationToken ct)
    {
        var known = (backup?.Files ?? []).Where(file => BackupFile.IsMessage(file.Path))
            .DistinctBy(file => BackupFile.KeyOf(file.Path)).ToDictionary(file => BackupFile.KeyOf(file.Path));
        var (compared, unknown) = (0, 0);
        foreach (var path in files.Select(file => $"{SiteFiles.Mailboxes}/{file}"))
        {
            if (!known.TryGetValue(BackupFile.KeyOf(path), out var file))
            {
                unknown++;
            }
            else if (await MessageHashAsync(path, ct).ConfigureAwait(false) is not { } hash)
            {
                findings.Add(new Finding(
                    path, false, "It went away while it was checked.",
                    $"If its owner did not delete it, restore the file {file.Path} from backup {backup!.Number}."));
            }
            else if (hash == file.Sha256)
            {
                compared++;
            }
            else
            {
                findings.Add(new Finding(
                    path, true, $"Its octets are not those of backup {backup!.Number}.",
                    $"Restore the file {file.Path} from that backup."));
            }
        }

        if (unknown > 0)
        {
            findings.Add(new Finding(
                SiteFiles.Mailboxes, false,
                string.Create(CultureInfo.InvariantCulture,
                    $"Not compared with anything: {unknown} of the messages, of which the log says nothing."),
                "Compare with a backup: `causeway verify --backups BACKUPS`. Nothing else holds their checksums."));
        }

        return compared;
    }

    // Whatever has the time and the size that it had in the backup must have its octets too.
    private async ValueTask CompareUnchangedAsync(CancellationToken ct)
    {
        foreach (var file in (backup?.Files ?? []).Where(file => !BackupFile.IsMessage(file.Path)))
        {
            // Looked at again behind the hash: the site may have replaced it meanwhile, as it does its picture.
            if (IsAsInBackup(file) && await TryHashAsync(file.Path, ct).ConfigureAwait(false) is { } hash
                && hash != file.Sha256 && IsAsInBackup(file))
            {
                findings.Add(new Finding(
                    file.Path, true, $"It has the size and the time that it had in backup {backup!.Number}, and other "
                    + "octets.", "Restore the file from that backup, while the site is stopped."));
            }
        }
    }

    private bool IsAsInBackup(BackupFile file)
    {
        var found = new FileInfo(In(file.Path));
        return found.Exists && found.Length == file.Octets && found.LastWriteTimeUtc == file.Written;
    }

    // Its owner moves a message to cur and gives it flags; null where it is nowhere any more.
    private async ValueTask<string?> MessageHashAsync(string path, CancellationToken ct)
    {
        for (var looks = 0; looks < MostLooks; looks++)
        {
            if (MovedMessage.Find(disk, path) is { } place
                && await TryHashAsync(place, ct).ConfigureAwait(false) is { } hash)
            {
                return hash;
            }
        }

        return null;
    }

    private async ValueTask<string?> TryHashAsync(string path, CancellationToken ct)
    {
        try
        {
            return await HashAsync(path, ct).ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private async ValueTask<string> HashAsync(string path, CancellationToken ct)
    {
        using var file = disk.OpenForRead(path);
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var piece in BackupStore.PiecesAsync(file, file.Length, ct).ConfigureAwait(false))
        {
            sum.AppendData(piece.Span);
        }

        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }

    private async ValueTask<long> CheckAuditAsync(CancellationToken ct)
    {
        var known = AuditHead.TryParse(backup?.AuditHead ?? "", out var head) ? head : (AuditHead?)null;
        var verdict = await AuditLog.VerifyAsync(disk, known, ct).ConfigureAwait(false);
        if (!verdict.IsGood(site.IsRunning))
        {
            findings.Add(new Finding(
                verdict.HasHead ? SiteFiles.AuditLog : SiteFiles.AuditHead, true,
                verdict.Fault ?? "The audit log and its head do not fit each other.",
                "`causeway audit verify` says more. No mail is affected; compare with the audit log of a backup."));
        }

        return verdict.Entries;
    }

    private string In(string name) => Path.Combine(folder, name);
}
