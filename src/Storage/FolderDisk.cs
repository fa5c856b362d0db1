using System.Collections.Concurrent;

namespace Causeway.Storage;

/// <summary>
/// A folder of the real file system, which need not exist until <see cref="CreateFolder"/>. What it makes is readable
/// by its owner only; what root makes belongs to the owner of the folder that it lies in.
/// </summary>
public sealed class FolderDisk(string path) : IDisk
{
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;

    private readonly string root = Path.GetFullPath(path);
    private readonly ConcurrentDictionary<string, bool> durable = new();

    public long AvailableOctets => new DriveInfo(root).AvailableFreeSpace;

    public void CreateFolder(string folder)
    {
        // From the highest folder down, each entry made durable in the folder that holds it. A folder that is there
        // may have been made by a process that died before it could sync, so this is done once for each.
        var parts = new Stack<string>();
        for (var p = At(folder); !durable.ContainsKey(p) && (p.Length >= root.Length || !Directory.Exists(p));)
        {
            parts.Push(p);
            if (Path.GetDirectoryName(p) is not { } above)
            {
                break;
            }

            p = above;
        }

        foreach (var p in parts)
        {
            Make(p);

            FolderSync.Sync(Path.GetDirectoryName(p) ?? p);
            durable.TryAdd(p, true);
        }
    }

    public IReadOnlyList<DiskEntry> ListFiles(string folder)
    {
        var directory = new DirectoryInfo(At(folder));
        return directory.Exists
            ? [.. directory.EnumerateFiles().Select(file => new DiskEntry(file.Name, LengthOf(file)))]
            : [];
    }

    public IReadOnlyList<string> ListFolders(string folder)
    {
        var directory = new DirectoryInfo(At(folder));
        return directory.Exists ? [.. directory.EnumerateDirectories().Select(below => below.Name)] : [];
    }

    public IDiskFile Create(string name) => Open(name, FileMode.Create, FileAccess.ReadWrite);

    public IDiskFile OpenForAppend(string name)
    {
        RefuseLink(name);
        return Open(name, FileMode.Open, FileAccess.ReadWrite);
    }

    public IDiskFile OpenForRead(string name) => Open(name, FileMode.Open, FileAccess.Read);

    public bool Exists(string name) => File.Exists(At(name));

    public void Rename(string from, string to) => File.Move(At(from), At(to), overwrite: true);

    public void Delete(string name)
    {
        if (File.Exists(At(name)))
        {
            File.Delete(At(name));
        }
    }

    public void SyncFolder(string folder) => FolderSync.Sync(At(folder));

    public IDisposable Lock(string name)
    {
        RefuseLink(name);
        try
        {
            var held = new FileStream(At(name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            FileOwner.FollowFolder(At(name));
            return held;
        }
        catch (IOException fault) when (fault is not DirectoryNotFoundException)
        {
            throw new DiskLockedException(
                $"{root} is in use by another process, which holds {name}; stop it first, or name another folder.",
                fault);
        }
    }

    private static void Make(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerFolder);
        }

        FileOwner.FollowFolder(folder);
    }

    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            // Renamed or deleted while the folder was read.
            return 0;
        }
    }

    // A service's user owns the folder: a link of his must not make root write where he may not.
    private void RefuseLink(string name)
    {
        if (Environment.IsPrivilegedProcess && new FileInfo(At(name)).LinkTarget is { } target)
        {
            throw new IOException(
                $"{At(name)} is a link to {target}, which root does not follow; put the file itself in its place.");
        }
    }

    private FolderDiskFile Open(string name, FileMode mode, FileAccess access)
    {
        var isNew = mode == FileMode.Create;
        if (isNew && Environment.IsPrivilegedProcess)
        {
            // A new file never is a link that stood there.
            File.Delete(At(name));
            mode = FileMode.CreateNew;
        }

        var handle = File.OpenHandle(At(name), mode, access, FileShare.ReadWrite | FileShare.Delete);
        if (isNew && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(handle, OwnerFile);
            FileOwner.FollowFolder(At(name));
        }

        return new FolderDiskFile(handle);
    }

    private string At(string name) => name.Length == 0 ? root : Path.Combine(root, name);
}
