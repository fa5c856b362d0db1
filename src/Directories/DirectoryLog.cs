using System.Globalization;
using System.Text;
using Causeway.Storage;

namespace Causeway.Directories;

/// <summary>
/// The file that a site's copies of directories are kept in: a line for each batch, <c>CRC-32C SP JSON LF</c>, only
/// ever appended to; written anew in one step when most of it is history. One writer at a time.
/// </summary>
internal sealed class DirectoryLog : IDisposable
{
    public const string Folder = "directory";
    public const string Name = $"{Folder}/log";

    private const string NextName = $"{Folder}/log.new";
    private const int ChecksumLength = 8;

    private readonly IDisk disk;
    private readonly long smallLog;
    private IDiskFile file;
    private long rewritten;
    private bool hasFailed;

    private DirectoryLog(IDisk disk, IDiskFile file, long smallLog) =>
        (this.disk, this.file, this.smallLog) = (disk, file, smallLog);

    public bool IsMostlyHistory => file.Length > smallLog && file.Length > 2 * rewritten;

    /// <summary>
    /// Opens the log of a site's folder, or makes it. What a crash left torn at the end is cut: it was never confirmed.
    /// </summary>
    /// <exception cref="InvalidDataException">A line before the last one is damaged.</exception>
    public static async ValueTask<(DirectoryLog Log, List<DirectoryBatch> Batches)> OpenAsync(
        IDisk disk, long smallLog, CancellationToken ct)
    {
        disk.CreateFolder(Folder);
        disk.Delete(NextName);
        var isNew = !disk.Exists(Name);
        var (batches, sound) = isNew ? ([], 0) : await ReadAsync(disk, ct).ConfigureAwait(false);
        var file = isNew ? disk.Create(Name) : disk.OpenForAppend(Name);
        try
        {
            if (file.Length > sound)
            {
                file.Truncate(sound);
                file.Sync();
            }

            disk.SyncFolder(Folder);
            return (new DirectoryLog(disk, file, smallLog), batches);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads every batch; the octets up to the last whole line count.</summary>
    /// <exception cref="InvalidDataException">A line before the last one is damaged.</exception>
    public static async ValueTask<(List<DirectoryBatch> Batches, long Octets)> ReadAsync(
        IDisk disk, CancellationToken ct)
    {
        var octets = await AllAsync(disk, ct).ConfigureAwait(false);
        var batches = new List<DirectoryBatch>();
        var start = 0;
        for (var number = 1; start < octets.Length; number++)
        {
            var length = octets.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0)
            {
                break;
            }

            batches.Add(Parse(octets.AsSpan(start, length), number));
            start += length + 1;
        }

        return (batches, start);
    }

    /// <summary>
    /// The batches are durable on return; an <see cref="IOException"/> says that none of them counts.
    /// </summary>
    public void Append(IEnumerable<DirectoryBatch> batches)
    {
        ThrowIfFailed();
        var mark = file.Length;
        try
        {
            file.Append([.. batches.Select(Line)]);
            file.Sync();
        }
        catch
        {
            hasFailed = !file.TryCut(mark);
            throw;
        }
    }

    /// <summary>
    /// Throws where a fault left unknown what is on the disk: nothing that is said of it is certain any more.
    /// </summary>
    public void ThrowIfFailed()
    {
        if (hasFailed)
        {
            throw new IOException("The log of the directory stopped after a fault of the disk; start the site again.");
        }
    }

    /// <summary>Writes the log anew with these batches alone.</summary>
    public void Rewrite(IEnumerable<DirectoryBatch> batches)
    {
        using (var next = disk.Create(NextName))
        {
            foreach (var batch in batches)
            {
                next.Append([Line(batch)]);
            }

            next.Sync();
            rewritten = next.Length;
        }

        // Between the two names and the open file nothing may be appended: it would go to the file that is gone.
        var failed = hasFailed;
        hasFailed = true;
        disk.Rename(NextName, Name);
        disk.SyncFolder(Folder);
        file.Dispose();
        file = disk.OpenForAppend(Name);
        hasFailed = failed;
    }

    public void Dispose() => file.Dispose();

    private static ReadOnlyMemory<byte> Line(DirectoryBatch batch)
    {
        var json = DirectoryJson.Write(batch);
        var line = new byte[ChecksumLength + 1 + json.Length + 1];
        Encoding.UTF8.GetBytes(
            Crc32C.Compute(json).ToString("x8", CultureInfo.InvariantCulture), line.AsSpan(0, ChecksumLength));
        line[ChecksumLength] = (byte)' ';
        json.CopyTo(line.AsSpan(ChecksumLength + 1));
        line[^1] = (byte)'\n';
        return line;
    }

    private static DirectoryBatch Parse(ReadOnlySpan<byte> line, int number)
    {
        if (line.Length < ChecksumLength + 2
            || !uint.TryParse(line[..ChecksumLength], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var sum)
            || Crc32C.Compute(line[(ChecksumLength + 1)..]) != sum)
        {
            throw new InvalidDataException(
                $"{Name}, line {number} is damaged. Restore the site from a backup; or, at a site that is not the "
                + "directory's primary, delete the file: the copy is fetched anew.");
        }

        return DirectoryJson.Read(line[(ChecksumLength + 1)..]);
    }

    private static async ValueTask<byte[]> AllAsync(IDisk disk, CancellationToken ct)
    {
        using var source = disk.OpenForRead(Name);
        var octets = new byte[source.Length];
        for (var read = 0; read < octets.Length;)
        {
            var more = await source.ReadAsync(read, octets.AsMemory(read), ct).ConfigureAwait(false);
            if (more == 0)
            {
                return octets[..read];
            }

            read += more;
        }

        return octets;
    }
}
