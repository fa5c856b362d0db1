using System.Collections.Immutable;

namespace Causeway.Keeping.Backups;

/// <summary>
/// What a backup of a site holds: each file with its SHA-256, by which its octets are found. Numbers start at 1.
/// </summary>
/// <param name="Began">Everything that the site acknowledged before is in it.</param>
/// <param name="Taken">The moment of the log; mailboxes may hold what was delivered after it.</param>
/// <param name="DataVersion">The version of the data format.</param>
/// <param name="AuditHead">The head of the audit log, to hold a later one against.</param>
/// <param name="CopiedFiles">How many files were not in an earlier backup.</param>
/// <param name="CopiedOctets">Their octets.</param>
public sealed record BackupManifest(
    int Number, string Site, DateTimeOffset Began, DateTimeOffset Taken, bool WasRunning, int DataVersion,
    string? AuditHead, int CopiedFiles, long CopiedOctets, ImmutableArray<BackupFile> Files)
{
    public long Octets => Files.Sum(file => file.Octets);
}

/// <summary>A file of a backup: its path in the site's folder.</summary>
/// <param name="Written">The time of its last change, by which the next backup knows it again.</param>
public sealed record BackupFile(string Path, long Octets, string Sha256, DateTime Written)
{
    /// <summary>True where path and checksum stay within the folders that they belong to.</summary>
    internal bool IsPlain =>
        Path?.Split('/').All(part => part is not ("" or "." or "..")) == true
        && Path.AsSpan().IndexOfAny('\\', '\0') < 0
        && !System.IO.Path.IsPathRooted(Path)
        && Sha256?.Length == 64 && Sha256.All(char.IsAsciiHexDigitLower);

    internal static bool IsMessage(string path) =>
        path.Split('/') is [SiteFiles.Mailboxes, _, "new" or "cur", _];

    /// <summary>The path, or of a message what stays when it is read: it moves to cur and gets flags.</summary>
    internal static string KeyOf(string path) =>
        IsMessage(path) ? $"{path.Split('/')[1]}/{IdOf(path.Split('/')[3])}" : path;

    internal static string IdOf(string name) => name.Split(":2,")[0];
}
