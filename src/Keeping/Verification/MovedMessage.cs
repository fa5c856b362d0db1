using Causeway.Keeping.Backups;
using Causeway.Storage;

namespace Causeway.Keeping.Verification;

/// <summary>Finds a message that its owner has read or flagged since a folder was listed.</summary>
internal static class MovedMessage
{
    /// <summary>Where the message of a path is now; null where it is neither in new nor in cur.</summary>
    public static string? Find(IDisk disk, string path)
    {
        if (disk.Exists(path))
        {
            return path;
        }

        var parts = path.Split('/');
        var (mailbox, id) = ($"{parts[0]}/{parts[1]}", BackupFile.IdOf(parts[3]));
        return new[] { $"{mailbox}/new", $"{mailbox}/cur" }
            .SelectMany(folder => disk.ListFiles(folder)
                .Where(file => BackupFile.IdOf(file.Name) == id).Select(file => $"{folder}/{file.Name}"))
            .FirstOrDefault();
    }
}
