using Causeway.Storage;

namespace Causeway.Ledger.Forgetting;

/// <summary>
/// Says of some syncs that they are done without doing them, as code that forgot them would: a ledger over such a disk
/// must not balance.
/// </summary>
public sealed class CarelessDisk(IDisk disk, Predicate<string> skipsFile, Predicate<string> skipsFolder) : IDisk
{
    public void CreateFolder(string folder) => disk.CreateFolder(folder);

    public IReadOnlyList<DiskEntry> ListFiles(string folder) => disk.ListFiles(folder);

    public IReadOnlyList<string> ListFolders(string folder) => disk.ListFolders(folder);

    public IDiskFile Create(string name) => Wrap(name, disk.Create(name));

    public IDiskFile OpenForAppend(string name) => Wrap(name, disk.OpenForAppend(name));

    public IDiskFile OpenForRead(string name) => disk.OpenForRead(name);

    public bool Exists(string name) => disk.Exists(name);

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void Delete(string name) => disk.Delete(name);

    public void SyncFolder(string folder)
    {
        if (!skipsFolder(folder))
        {
            disk.SyncFolder(folder);
        }
    }

    public IDisposable Lock(string name) => disk.Lock(name);

    private IDiskFile Wrap(string name, IDiskFile file) => skipsFile(name) ? new CarelessFile(file) : file;

    private sealed class CarelessFile(IDiskFile file) : IDiskFile
    {
        public long Length => file.Length;

        public void Append(IReadOnlyList<ReadOnlyMemory<byte>> pieces) => file.Append(pieces);

        public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken ct) =>
            file.ReadAsync(offset, buffer, ct);

        public void Truncate(long length) => file.Truncate(length);

        public void Sync()
        {
        }

        public void Dispose() => file.Dispose();
    }
}
