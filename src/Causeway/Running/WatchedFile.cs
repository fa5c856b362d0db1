namespace Causeway.Running;

/// <summary>
/// A file, or a folder of files that are replaced whole, and what to do when it has changed since it was read; the
/// action throws nothing.
/// </summary>
internal sealed class WatchedFile
{
    private readonly Action changed;
    private (DateTime Written, long Octets) taken;
    private (DateTime Written, long Octets) seen;

    /// <param name="organization">Whose file it is.</param>
    /// <param name="readAt">When reading it began: what was written since is not known to have been read.</param>
    public WatchedFile(string organization, string path, DateTimeOffset readAt, Action changed)
    {
        Organization = organization;
        Path = path;
        this.changed = changed;
        seen = State(path);
        taken = seen.Written < readAt.UtcDateTime ? seen : (DateTime.MaxValue, 0);
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

    private static (DateTime Written, long Octets) State(string path)
    {
        try
        {
            var found = new FileInfo(path);
            return found.Exists ? (found.LastWriteTimeUtc, found.Length)
                : Directory.Exists(path) ? (found.LastWriteTimeUtc, 0)
                : default;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
