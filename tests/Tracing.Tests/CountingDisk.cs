using Causeway.Storage;

namespace Causeway.Tracing.Tests;

/// <summary>Tells which segments of the log were opened for reading.</summary>
internal sealed class CountingDisk(IDisk disk) : IDisk
{
    private readonly HashSet<int> read = [];

    public IReadOnlyCollection<int> Read => read;

    public void CreateFolder(string folder) => disk.CreateFolder(folder);

    public IReadOnlyList<DiskEntry> ListFiles(string folder) => disk.ListFiles(folder);

    public IReadOnlyList<string> ListFolders(string folder) => disk.ListFolders(folder);

    public IDiskFile Create(string name) => disk.Create(name);

    public IDiskFile OpenForAppend(string name) => disk.OpenForAppend(name);

    public IDiskFile OpenForRead(string name)
    {
        if (name.StartsWith("facts/", StringComparison.Ordinal))
        {
            read.Add(int.Parse(name["facts/".Length..]));
        }

        return disk.OpenForRead(name);
    }

    public bool Exists(string name) => disk.Exists(name);

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void Delete(string name) => disk.Delete(name);

    public void SyncFolder(string folder) => disk.SyncFolder(folder);

    public IDisposable Lock(string name) => disk.Lock(name);
}
