namespace Causeway.Running;

/// <summary>
/// A file, or a folder of files, and what to do when it has changed since it was read; the action throws nothing.
/// </summary>
internal sealed class WatchedFile
{
    private readonly Action changed;
    private (DateTime Written, string Holds) taken;
    private (DateTime Written, string Holds) seen;

    /// <param name="organization">Whose file it is.</param>
    /// <param name="readAt">When reading it began: what was written since is not known to have been read.</param>
    public WatchedFile(string organization, string path, DateTimeOffset readAt, Action changed)
    {
        Organization = organization;
        Path = path;
        this.changed = changed;
        seen = State(path);
        taken = seen.Written < readAt.UtcDateTime ? seen : (DateTime.MaxValue, "");
    }

    public string Organization { get; }

    public string Path { get; }

    public void Look()
    {
        var now = State(Path);
        if (now != taken && now == seen)
        {
            taken = now;
            changed();
        }

        seen = now;
    }

    // Of a folder, the files as well: one that is written in place leaves the folder's own time as it was.
    private static (DateTime Written, string Holds) State(string path)
    {
        try
        {
            var folder = new DirectoryInfo(path);
            FileInfo[] files = folder.Exists ? folder.GetFiles() : [new FileInfo(path)];
            FileSystemInfo[] all = folder.Exists ? [folder, .. files] : files;
            return all[0].Exists
                ? (all.Max(one => one.LastWriteTimeUtc),
                    string.Join('\n', files.Select(Line).Order(StringComparer.Ordinal)))
                : default;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    private static string Line(FileInfo file) => $"{file.Name} {file.LastWriteTimeUtc.Ticks} {file.Length}";
}
