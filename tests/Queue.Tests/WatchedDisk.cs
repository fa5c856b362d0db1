using System.Collections.Concurrent;
using Causeway.Storage;

namespace Causeway.Queue.Tests;

/// <summary>A disk that counts syncs, can be slow at them, and fails on demand.</summary>
internal sealed class WatchedDisk(IDisk disk) : IDisk
{
    private int syncs;

    public int Syncs => syncs;

    /// <summary>The names of the files that were opened for reading.</summary>
    public ConcurrentQueue<string> Read { get; } = [];

    public TimeSpan SyncTakes { get; set; }

    public Func<string, bool> AppendFails { get; set; } = _ => false;

    public Func<string, bool> SyncFails { get; set; } = _ => false;

    public void CreateFolder(string folder) => disk.CreateFolder(folder);

    public IReadOnlyList<DiskEntry> ListFiles(string folder) => disk.ListFiles(folder);

    public IReadOnlyList<string> ListFolders(string folder) => disk.ListFolders(folder);

    public IDiskFile Create(string name) => new WatchedFile(this, name, disk.Create(name));

    public IDiskFile OpenForAppend(string name) => new WatchedFile(this, name, disk.OpenForAppend(name));

    public IDiskFile OpenForRead(string name)
    {
        Read.Enqueue(name);
        return disk.OpenForRead(name);
    }

    public long AvailableOctets { get; set; } = long.MaxValue;

    public bool Exists(string name) => disk.Exists(name);

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void Delete(string name) => disk.Delete(name);

    public void SyncFolder(string folder) => disk.SyncFolder(folder);

    public IDisposable Lock(string name) => disk.Lock(name);

    private sealed class WatchedFile(WatchedDisk disk, string name, IDiskFile file) : IDiskFile
    {
        public long Length => file.Length;

        public void Append(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
        {
            if (disk.AppendFails(name))
            {
                // As on a full disk: some of the octets arrive, the others do not.
                file.Append([pieces[0][..(pieces[0].Length / 2)]]);
                throw new IOException("No space left on device");
            }

            file.Append(pieces);
        }

        public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken ct) =>
            file.ReadAsync(offset, buffer, ct);

        public void Truncate(long length) => file.Truncate(length);

        public void Sync()
        {
            Interlocked.Increment(ref disk.syncs);
            if (disk.SyncFails(name))
            {
                throw new IOException("Input/output error");
            }

            // Stands for the time that a real disk takes; nothing is waited for.
            Thread.SpinWait((int)disk.SyncTakes.TotalMicroseconds * 10);
            file.Sync();
        }

        public void Dispose() => file.Dispose();
    }
}
