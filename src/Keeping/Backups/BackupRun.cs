using System.Collections.Immutable;
using System.Text;
using Causeway.Queue.Spooling;
using Causeway.Storage;

namespace Causeway.Keeping.Backups;

/// <summary>
/// Makes one backup of a site that runs or is stopped. The order is what makes it whole (docs/adr/0024-backups.md):
/// first nothing is deleted any more, then the picture of the queue, then the place up to which the log counts, then
/// the log, the octets of messages, the mailboxes. So whatever the log calls delivered is in a mailbox.
/// </summary>
public sealed class BackupRun(
    string folder, ISiteHold site, BackupStore store, TimeProvider clock, Action<BackupProgress> progress)
{
    private const int MostLooks = 1000;

    private readonly FolderDisk disk = new(folder);
    private readonly Dictionary<string, BackupFile> known = new(StringComparer.Ordinal);
    private readonly List<BackupFile> files = [];
    private readonly List<BackupFile> copied = [];
    private long total;

    /// <summary>Returns the manifest once everything that was written has been read back.</summary>
    public async ValueTask<BackupManifest> RunAsync(CancellationToken ct)
    {
        var version = DataFormat.Check(folder)
            ?? throw new InvalidDataException($"{folder} holds no site's data; name the folder that `up` was given.");
        var began = clock.GetUtcNow();
        var number = await LearnAsync(ct).ConfigureAwait(false);
        await TakeIfThereAsync(SiteFiles.Times, ct).ConfigureAwait(false);
        await TakeIfThereAsync(SiteFiles.Checkpoint, ct).ConfigureAwait(false);
        var extent = await site.ReadExtentAsync(ct).ConfigureAwait(false);
        var taken = clock.GetUtcNow();
        await TakeSegmentsAsync(SiteFiles.Facts, extent.Spool.Facts, ct).ConfigureAwait(false);
        await TakeSegmentsAsync(SiteFiles.Bodies, extent.Spool.Bodies, ct).ConfigureAwait(false);
        await TakeAuditAsync(extent, ct).ConfigureAwait(false);
        await TakeMailboxesAsync(ct).ConfigureAwait(false);

        // A last line that was being written is cut by the next start: it was not confirmed.
        await TakeIfThereAsync(SiteFiles.Directory, ct).ConfigureAwait(false);
        foreach (var file in disk.ListFiles(SiteFiles.Memory))
        {
            await TakeIfThereAsync($"{SiteFiles.Memory}/{file.Name}", ct).ConfigureAwait(false);
        }

        foreach (var folder in disk.ListFolders(SiteFiles.SigningKeys)
            .Select(name => $"{SiteFiles.SigningKeys}/{name}"))
        {
            foreach (var file in disk.ListFiles(folder))
            {
                await TakeIfThereAsync($"{folder}/{file.Name}", ct).ConfigureAwait(false);
            }
        }

        foreach (var file in disk.ListFiles("").Where(file => IsSetting(file.Name)))
        {
            await TakeIfThereAsync(file.Name, ct).ConfigureAwait(false);
        }

        await TakeTopologyAsync(extent.TopologyFiles, ct).ConfigureAwait(false);
        site.ThrowIfLost();
        await ReadBackAsync(ct).ConfigureAwait(false);
        var manifest = new BackupManifest(
            number, Path.GetFileName(folder), began, taken, site.IsRunning, version, extent.AuditHead?.ToString(),
            copied.Count, copied.Sum(file => file.Octets), [.. files]);
        store.Finish(manifest);
        await store.ReadManifestAsync(number, ct).ConfigureAwait(false);
        return manifest;
    }

    private static bool IsSetting(string name) => name is SiteFiles.Credentials or SiteFiles.Format
        || (name.StartsWith(SiteFiles.Identity, StringComparison.Ordinal)
            && name.EndsWith(".pem", StringComparison.Ordinal));

    // What the newest backup has under the same name, size and time need not be read again.
    private async ValueTask<int> LearnAsync(CancellationToken ct)
    {
        var numbers = store.Numbers();
        foreach (var number in numbers.Reverse())
        {
            try
            {
                foreach (var file in (await store.ReadManifestAsync(number, ct).ConfigureAwait(false)).Files)
                {
                    known[BackupFile.KeyOf(file.Path)] = file;
                }

                break;
            }
            catch (InvalidDataException)
            {
                // `backup verify` says so; the one before serves as well.
            }
        }

        return numbers.Count == 0 ? 1 : numbers[^1] + 1;
    }

    private async ValueTask TakeSegmentsAsync(string place, LogPosition until, CancellationToken ct)
    {
        foreach (var file in disk.ListFiles(place).OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            if (SegmentFiles.NumberOf(file.Name) is { } number && number <= until.Segment)
            {
                var octets = number == until.Segment ? until.Offset : file.Length;
                await TakeAsync($"{place}/{file.Name}", octets, ct).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask TakeAuditAsync(SiteExtent extent, CancellationToken ct)
    {
        if (disk.Exists(SiteFiles.AuditLog))
        {
            await TakeAsync(SiteFiles.AuditLog, extent.AuditOctets, ct).ConfigureAwait(false);
        }

        if (extent.AuditHead is { } head)
        {
            // As it was at that moment; the file itself may have gone on.
            using var text = new TextFile($"{head}\n");
            await TakeAsync(SiteFiles.AuditHead, text, text.Length, default, ct).ConfigureAwait(false);
        }
    }

    private async ValueTask TakeMailboxesAsync(CancellationToken ct)
    {
        foreach (var mailbox in disk.ListFolders(SiteFiles.Mailboxes).Order(StringComparer.Ordinal))
        {
            var place = $"{SiteFiles.Mailboxes}/{mailbox}";
            await TakeIfThereAsync($"{place}/{SiteFiles.Address}", ct).ConfigureAwait(false);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var looks = 1; !await TakeMessagesAsync(place, seen, ct).ConfigureAwait(false); looks++)
            {
                // A message was moved between look and copy: another look finds it.
                if (looks == MostLooks)
                {
                    throw new IOException(
                        $"{Path.Combine(folder, place)} holds a file that cannot be opened, or changes without end.");
                }
            }
        }
    }

    private async ValueTask<bool> TakeMessagesAsync(string place, HashSet<string> seen, CancellationToken ct)
    {
        var isWhole = true;
        foreach (var part in (string[])["new", "cur"])
        {
            foreach (var file in disk.ListFiles($"{place}/{part}"))
            {
                if (!seen.Contains(BackupFile.IdOf(file.Name)))
                {
                    var isThere = await TakeIfThereAsync($"{place}/{part}/{file.Name}", ct).ConfigureAwait(false);
                    isWhole &= isThere;
                    if (isThere)
                    {
                        seen.Add(BackupFile.IdOf(file.Name));
                    }
                }
            }
        }

        return isWhole;
    }

    private async ValueTask TakeTopologyAsync(IReadOnlyList<string> paths, CancellationToken ct)
    {
        for (var i = 0; i < paths.Count; i++)
        {
            if (File.Exists(paths[i]))
            {
                var above = new FolderDisk(Path.GetDirectoryName(paths[i])!);
                using var source = above.OpenForRead(Path.GetFileName(paths[i]));
                var path = $"{SiteFiles.Topology}/{i + 1}-{Path.GetFileName(paths[i])}";
                await TakeAsync(path, source, source.Length, default, ct).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<bool> TakeIfThereAsync(string path, CancellationToken ct)
    {
        try
        {
            await TakeAsync(path, null, ct).ConfigureAwait(false);
            return true;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Takes a file, or its beginning.</summary>
    private async ValueTask TakeAsync(string path, long? octets, CancellationToken ct)
    {
        var written = File.GetLastWriteTimeUtc(Path.Combine(folder, path));
        using var source = disk.OpenForRead(path);
        if (octets > source.Length)
        {
            throw new IOException($"{path} is shorter than the site said: {source.Length} octets instead of {octets}.");
        }

        var part = octets is { } limit && limit < source.Length;
        if (!part && known.TryGetValue(BackupFile.KeyOf(path), out var before) && before.Octets == source.Length
            && before.Written == written && store.Has(before.Sha256))
        {
            Add(before with { Path = path }, isNew: false);
            return;
        }

        await TakeAsync(path, source, octets ?? source.Length, part ? default : written, ct).ConfigureAwait(false);
    }

    private async ValueTask TakeAsync(
        string path, IDiskFile source, long length, DateTime written, CancellationToken ct)
    {
        var (hash, isNew) = await store.PutAsync(source, length, ct).ConfigureAwait(false);
        Add(new BackupFile(path, length, hash, written), isNew);
    }

    private void Add(BackupFile file, bool isNew)
    {
        files.Add(file);
        if (isNew)
        {
            copied.Add(file);
        }

        total += file.Octets;
        progress(new BackupProgress("looked at", files.Count, null, total));
    }

    private async ValueTask ReadBackAsync(CancellationToken ct)
    {
        for (var i = 0; i < copied.Count; i++)
        {
            if (!await store.IsSoundAsync(copied[i].Sha256, copied[i].Octets, ct).ConfigureAwait(false))
            {
                throw new IOException(
                    $"{copied[i].Path} was written to the backup and read back otherwise: the disk of the backup, or "
                    + "the memory, is faulty. The backup does not count.");
            }

            progress(new BackupProgress("read back", i + 1, copied.Count, copied[i].Octets));
        }
    }

    /// <summary>A text that is to be a file of the backup.</summary>
    private sealed class TextFile(string text) : IDiskFile
    {
        private readonly byte[] octets = Encoding.UTF8.GetBytes(text);

        public long Length => octets.Length;

        public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken ct)
        {
            var rest = octets.AsMemory((int)offset);
            var read = Math.Min(rest.Length, buffer.Length);
            rest[..read].CopyTo(buffer);
            return ValueTask.FromResult(read);
        }

        public void Append(IReadOnlyList<ReadOnlyMemory<byte>> pieces) => throw new NotSupportedException();

        public void Truncate(long length) => throw new NotSupportedException();

        public void Sync() => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
