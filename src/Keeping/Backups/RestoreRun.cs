using System.Globalization;
using Causeway.Auditing;
using Causeway.Core.Addresses;
using Causeway.Mailboxes;
using Causeway.Queue.Delivery;
using Causeway.Queue.Spooling;
using Causeway.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Causeway.Keeping.Backups;

/// <summary>
/// Puts a backup in a site's place. Everything is made whole in a folder beside it, whose name begins with a dot, and
/// gets its name in one step; what stood there is moved aside, never deleted.
/// </summary>
public sealed class RestoreRun(BackupStore store, TimeProvider clock, Action<BackupProgress> progress)
{
    /// <param name="target">The site's folder.</param>
    /// <param name="isReplacing">Move aside what is in the folder; without it such a folder is refused.</param>
    /// <param name="isHolding">Hold what waits, so that an administrator looks through it first.</param>
    public async ValueTask<RestoreResult> RunAsync(
        BackupManifest manifest, string target, bool isReplacing, bool isHolding, CancellationToken ct)
    {
        if (manifest.DataVersion > DataFormat.Current)
        {
            throw new InvalidDataException(
                $"Backup {manifest.Number} holds data of version {manifest.DataVersion}; this program knows versions 1 "
                + $"to {DataFormat.Current}. Install the program that wrote them or a newer one.");
        }

        target = Path.GetFullPath(target);
        using var held = HoldTarget(target, isReplacing);
        var (above, name) = (Path.GetDirectoryName(target)!, Path.GetFileName(target));
        var arriving = Path.Combine(above, $".{name}.restoring");
        if (Directory.Exists(arriving))
        {
            // Of a restore that was interrupted: it never counted.
            Directory.Delete(arriving, recursive: true);
        }

        await WriteAsync(manifest, new FolderDisk(arriving), arriving, ct).ConfigureAwait(false);
        var counts = await ReadyAsync(manifest, arriving, isHolding, ct).ConfigureAwait(false);
        var aside = MoveAside(target, above, name);
        Directory.Move(arriving, target);
        new FolderDisk(above).SyncFolder("");
        return new RestoreResult(target, aside, counts);
    }

    private static IDisposable? HoldTarget(string target, bool isReplacing)
    {
        if (!Directory.Exists(target) || !Directory.EnumerateFileSystemEntries(target).Any())
        {
            return null;
        }

        if (!isReplacing)
        {
            throw new IOException(
                $"{target} is not empty; name another --data, or write --replace to have it moved aside.");
        }

        // Throws where the site runs.
        return Directory.Exists(Path.Combine(target, SiteFiles.Spool))
            ? new FolderDisk(target).Lock(SiteFiles.Lock)
            : null;
    }

    private string? MoveAside(string target, string above, string name)
    {
        if (!Directory.Exists(target))
        {
            return null;
        }

        if (!Directory.EnumerateFileSystemEntries(target).Any())
        {
            Directory.Delete(target);
            return null;
        }

        var time = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var aside = Path.Combine(above, $".{name}.before-{time}");
        Directory.Move(target, aside);
        return aside;
    }

    private async ValueTask WriteAsync(BackupManifest manifest, FolderDisk disk, string root, CancellationToken ct)
    {
        disk.CreateFolder("");
        var folders = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < manifest.Files.Length; i++)
        {
            var file = manifest.Files[i];
            var place = Path.GetDirectoryName(file.Path)!;
            if (folders.Add(place))
            {
                disk.CreateFolder(place);
            }

            await WriteAsync(manifest, file, disk, ct).ConfigureAwait(false);
            if (file.Written != default)
            {
                // So that the next backup knows the file again.
                File.SetLastWriteTimeUtc(Path.Combine(root, file.Path), file.Written);
            }

            progress(new BackupProgress("restored", i + 1, manifest.Files.Length, file.Octets));
        }

        foreach (var place in folders)
        {
            disk.SyncFolder(place);
        }
    }

    private async ValueTask WriteAsync(BackupManifest manifest, BackupFile file, FolderDisk disk, CancellationToken ct)
    {
        if (!await store.IsSoundAsync(file.Sha256, file.Octets, ct).ConfigureAwait(false))
        {
            throw new InvalidDataException(
                $"Backup {manifest.Number} is damaged: the octets of {file.Path} are missing or changed "
                + $"({file.Sha256}). Nothing was restored; `causeway backup verify` says which backups are whole.");
        }

        using var source = store.Open(file.Sha256);
        using var target = disk.Create(file.Path);
        await foreach (var piece in BackupStore.PiecesAsync(source, file.Octets, ct).ConfigureAwait(false))
        {
            target.Append([piece]);
        }

        target.Sync();
    }

    private async ValueTask<RestoredCounts> ReadyAsync(
        BackupManifest manifest, string folder, bool isHolding, CancellationToken ct)
    {
        var who = SystemUser.OfProcess();
        RestoredCounts counts;
        using var mailboxes = new MailboxStore(new FolderDisk(Path.Combine(folder, SiteFiles.Mailboxes)));
        var spool = await Spool.OpenAsync(
            new FolderDisk(Path.Combine(folder, SiteFiles.Spool)), new SpoolOptions(), clock,
            NullLogger<Spool>.Instance, ct).ConfigureAwait(false);
        await using (spool.ConfigureAwait(false))
        {
            counts = await RestoredQueue.PrepareAsync(
                spool, isHolding, who,
                (copy, recipient) => EmailAddress.TryParse(recipient, out var address)
                    ? mailboxes.Find(address, copy.Message.Id, copy.Copy.Number, copy.Message.At)
                    : null,
                clock, NullLogger.Instance, ct).ConfigureAwait(false);
        }

        var audit = await AuditLog.OpenAsync(
            new FolderDisk(folder), clock, NullLogger<AuditLog>.Instance, ct).ConfigureAwait(false);
        await using (audit.ConfigureAwait(false))
        {
            audit.Append(
                who, "restore.made", manifest.Site,
                $"whatever was recorded behind entry {manifest.AuditHead ?? "0"} is not in this chain",
                string.Create(CultureInfo.InvariantCulture,
                    $"backup {manifest.Number} of {manifest.Taken:yyyy-MM-dd'T'HH:mm:ss'Z'}; {counts.Waiting} "
                    + $"recipients wait, {counts.Held} are held, {counts.FoundDelivered} were found delivered"));
        }

        return counts;
    }
}
