using System.Globalization;
using System.Text;
using Causeway.Auditing;
using Causeway.Storage;
using Microsoft.Extensions.Logging;

namespace Causeway.Keeping;

/// <summary>
/// The version of what lies in a site's folder: the number in its file <c>format</c>; 1 where there are data and no
/// such file (docs/adr/0024-backups.md). A newer one than <see cref="Current"/> is never touched.
/// </summary>
public static class DataFormat
{
    /// <summary>
    /// Since 2 a site has this marker and an audit log; since 3 its recipients may be in its directory alone, which an
    /// older program would not look into; since 4 its directory says which domains are proved.
    /// </summary>
    public const int Current = 4;

    /// <summary>The first version whose data say which domains are proved.</summary>
    public const int SinceProofs = 4;

    private const string Next = "format.new";

    private static readonly string After = string.Create(CultureInfo.InvariantCulture, $"version {Current}");
    private const int LongestText = 16;

    /// <summary>
    /// The version of the data; null where there are none. Throws <see cref="IOException"/> where a newer program wrote
    /// them, <see cref="InvalidDataException"/> where the marker is damaged: found, where, and what to do.
    /// </summary>
    public static int? Check(string folder)
    {
        var path = Path.Combine(folder, SiteFiles.Format);
        if (!File.Exists(path))
        {
            return Directory.Exists(Path.Combine(folder, SiteFiles.Spool)) ? 1 : null;
        }

        // Longer than any number: what else it may hold need not be read.
        using var file = File.OpenHandle(path);
        var octets = new byte[LongestText];
        var text = Encoding.UTF8.GetString(octets, 0, RandomAccess.Read(file, octets, 0));
        if (!text.EndsWith('\n')
            || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            || version < 2 || Text(version) != text)
        {
            throw new InvalidDataException(
                $"{path} is damaged: it holds '{text.Trim()}' and no version of the data format. If `causeway verify` "
                + $"finds nothing else, write the one line {Current} to it; otherwise restore a backup.");
        }

        return version <= Current ? version : throw new IOException(
            $"{path} says that the data are of version {version}; this program knows versions 1 to {Current}. Install "
            + "the program that wrote them or a newer one, or restore a backup that was made before the upgrade.");
    }

    /// <summary>
    /// Says that the data of a site, which the caller holds, has checked and has brought to this version, are of it. A
    /// crash at any point is made good by the next start.
    /// </summary>
    /// <param name="found">What <see cref="Check"/> said before anything was written.</param>
    public static async ValueTask UpgradeAsync(
        string folder, int? found, AuditLog audit, ILogger logger, CancellationToken ct)
    {
        var disk = new FolderDisk(folder);
        if (found == Current)
        {
            return;
        }

        if (found is { } old && !await HasEntryAsync(disk, ct).ConfigureAwait(false))
        {
            // Before the marker: whoever finds the marker finds the entry.
            audit.Append(
                SystemUser.OfProcess(), "data.upgraded", folder,
                string.Create(CultureInfo.InvariantCulture, $"version {old}"), After);
        }

        WriteMarker(disk);
        if (found is { } before)
        {
            Log.DataUpgraded(logger, folder, before, Current);
        }
    }

    private static async ValueTask<bool> HasEntryAsync(IDisk disk, CancellationToken ct)
    {
        await foreach (var entry in AuditLog.ReadAsync(disk, ct).ConfigureAwait(false))
        {
            if (entry is { What: "data.upgraded" } && entry.After == After)
            {
                return true;
            }
        }

        return false;
    }

    private static void WriteMarker(FolderDisk disk)
    {
        using (var file = disk.Create(Next))
        {
            file.Append([Encoding.UTF8.GetBytes(Text(Current))]);
            file.Sync();
        }

        disk.Rename(Next, SiteFiles.Format);
        disk.SyncFolder("");
    }

    private static string Text(int version) => string.Create(CultureInfo.InvariantCulture, $"{version}\n");
}
