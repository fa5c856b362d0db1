using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Causeway.Storage;

namespace Causeway.Keeping.Backups;

/// <summary>
/// The backups of one site in a folder: octets once each, named by their SHA-256, and a manifest for each backup, whose
/// own SHA-256 is its last line. A backup counts once its manifest has its name, and that comes last. All files are
/// readable by their owner only.
/// </summary>
public sealed class BackupStore(string folder)
{
    private const string Manifests = "manifests";
    private const string Objects = "objects";
    private const string Arriving = "arriving";
    private const string NextManifest = "manifests/next";
    private const int HashLineOctets = 65;
    private const int PieceOctets = 256 << 10;

    private readonly FolderDisk disk = new(folder);
    private readonly HashSet<string> unsynced = [];

    /// <summary>Keeps other backups away from the folder, which is made where it does not exist.</summary>
    public IDisposable Hold()
    {
        disk.CreateFolder(Manifests);
        disk.CreateFolder(Objects);
        disk.CreateFolder(Arriving);
        var held = disk.Lock("lock");

        // What an interrupted backup left half written.
        foreach (var file in disk.ListFiles(Arriving))
        {
            disk.Delete($"{Arriving}/{file.Name}");
        }

        return held;
    }

    /// <summary>The numbers of the backups, oldest first.</summary>
    public IReadOnlyList<int> Numbers() =>
    [
        .. disk.ListFiles(Manifests).Select(file => SegmentFiles.NumberOf(file.Name)).OfType<int>().Order(),
    ];

    /// <summary>Throws <see cref="InvalidDataException"/> where the manifest is not as it was written.</summary>
    public async ValueTask<BackupManifest> ReadManifestAsync(int number, CancellationToken ct)
    {
        var name = ManifestOf(number);
        using var file = disk.OpenForRead(name);
        using var all = new MemoryStream();
        await foreach (var piece in PiecesAsync(file, file.Length, ct).ConfigureAwait(false))
        {
            all.Write(piece.Span);
        }

        var text = all.GetBuffer().AsSpan(0, (int)Math.Max(0, all.Length - HashLineOctets));
        if (text.IsEmpty || Encoding.UTF8.GetString(all.GetBuffer(), text.Length, HashLineOctets) != HashLine(text))
        {
            throw new InvalidDataException(
                $"{Path.Combine(folder, name)}: the manifest is damaged, and backup {number} does not count.");
        }

        var manifest = JsonSerializer.Deserialize(text, BackupJson.Default.BackupManifest)
            ?? throw new InvalidDataException($"{Path.Combine(folder, name)}: the manifest is empty.");
        if (manifest.Files.FirstOrDefault(file => !file.IsPlain) is { } strange)
        {
            throw new InvalidDataException(
                $"{Path.Combine(folder, name)}: it names a file that no backup writes, '{strange.Path}' with checksum "
                + $"'{strange.Sha256}'. Somebody else wrote this manifest: restore nothing from this folder.");
        }

        return manifest;
    }

    public bool Has(string hash) => disk.Exists(ObjectOf(hash));

    /// <summary>Opens the octets of a hash; <see cref="FileNotFoundException"/> where they are missing.</summary>
    public IDiskFile Open(string hash) => disk.OpenForRead(ObjectOf(hash));

    /// <summary>
    /// Copies octets from the beginning of a file and syncs them; their hash, and whether they were new.
    /// </summary>
    public async ValueTask<(string Hash, bool IsNew)> PutAsync(IDiskFile source, long octets, CancellationToken ct)
    {
        const string Name = $"{Arriving}/object";
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var target = disk.Create(Name))
        {
            await foreach (var piece in PiecesAsync(source, octets, ct).ConfigureAwait(false))
            {
                sum.AppendData(piece.Span);
                target.Append([piece]);
            }

            target.Sync();
        }

        var hash = Convert.ToHexStringLower(sum.GetHashAndReset());

        // Also of an object that is there: a backup that was interrupted may not have synced its name.
        disk.CreateFolder(FolderOf(hash));
        unsynced.Add(FolderOf(hash));
        if (Has(hash) && await IsSoundAsync(hash, octets, ct).ConfigureAwait(false))
        {
            return (hash, false);
        }

        disk.Rename(Name, ObjectOf(hash));
        return (hash, true);
    }

    /// <summary>Reads octets back and compares them with their hash.</summary>
    public async ValueTask<bool> IsSoundAsync(string hash, long octets, CancellationToken ct)
    {
        try
        {
            using var file = Open(hash);
            return file.Length == octets && await HashAsync(file, octets, ct).ConfigureAwait(false) == hash;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Makes the backup count: everything is durable on return.</summary>
    public void Finish(BackupManifest manifest)
    {
        foreach (var touched in unsynced)
        {
            disk.SyncFolder(touched);
        }

        unsynced.Clear();
        byte[] text = [.. JsonSerializer.SerializeToUtf8Bytes(manifest, BackupJson.Default.BackupManifest), (byte)'\n'];
        using (var file = disk.Create(NextManifest))
        {
            file.Append([text, Encoding.UTF8.GetBytes(HashLine(text))]);
            file.Sync();
        }

        disk.Rename(NextManifest, ManifestOf(manifest.Number));
        disk.SyncFolder(Manifests);
    }

    /// <summary>
    /// Deletes the oldest backups but so many, and the octets that no other one needs; how many objects went. The
    /// caller holds the folder. A manifest that is damaged stops it: what that one needs is not known.
    /// </summary>
    public async ValueTask<int> PruneAsync(int keep, CancellationToken ct)
    {
        var numbers = Numbers();
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var number in numbers.TakeLast(keep))
        {
            needed.UnionWith(
                (await ReadManifestAsync(number, ct).ConfigureAwait(false)).Files.Select(file => file.Sha256));
        }

        // First they count no longer, then what they held goes: a crash between leaves octets too many.
        foreach (var number in numbers.SkipLast(keep))
        {
            disk.Delete(ManifestOf(number));
        }

        disk.SyncFolder(Manifests);
        var deleted = 0;
        foreach (var below in disk.ListFolders(Objects))
        {
            foreach (var file in disk.ListFiles($"{Objects}/{below}").Where(file => !needed.Contains(file.Name)))
            {
                disk.Delete($"{Objects}/{below}/{file.Name}");
                deleted++;
            }
        }

        return deleted;
    }

    /// <summary>Octets from the beginning of a file; throws where it is shorter.</summary>
    internal static async IAsyncEnumerable<ReadOnlyMemory<byte>> PiecesAsync(
        IDiskFile source, long octets,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var buffer = new byte[Math.Min(PieceOctets, octets)];
        for (var done = 0L; done < octets;)
        {
            var wanted = (int)Math.Min(buffer.Length, octets - done);
            var read = await source.ReadAsync(done, buffer.AsMemory(0, wanted), ct).ConfigureAwait(false);
            if (read == 0)
            {
                throw new EndOfStreamException($"A file ended after {done} octets of {octets}.");
            }

            done += read;
            yield return buffer.AsMemory(0, read);
        }
    }

    private static async ValueTask<string> HashAsync(IDiskFile file, long octets, CancellationToken ct)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var piece in PiecesAsync(file, octets, ct).ConfigureAwait(false))
        {
            sum.AppendData(piece.Span);
        }

        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }

    private static string HashLine(ReadOnlySpan<byte> text) => $"{Convert.ToHexStringLower(SHA256.HashData(text))}\n";

    private static string ManifestOf(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{Manifests}/{number:D10}");

    private static string FolderOf(string hash) => $"{Objects}/{hash[..2]}";

    private static string ObjectOf(string hash) => $"{FolderOf(hash)}/{hash}";
}
