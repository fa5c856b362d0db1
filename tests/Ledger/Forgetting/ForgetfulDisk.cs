using Causeway.Storage;

namespace Causeway.Ledger.Forgetting;

/// <summary>
/// A disk in memory that knows what was written and what was synced, and crashes at the operation that it is told to:
/// from then on everything throws <see cref="CrashException"/>. <see cref="Restart"/> is the disk that the next run
/// finds. Operations that change something are counted: create, append, truncate, sync, rename, delete, the making and
/// the sync of a folder.
/// </summary>
public sealed class ForgetfulDisk : IDisk
{
    private readonly object gate = new();
    private readonly NameTable names;
    private readonly int crashAt;
    private readonly HashSet<string> locks = [];
    private readonly TaskCompletionSource down = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="crashAt">The number of the operation that does not return; 0: all return.</param>
    public ForgetfulDisk(int crashAt = 0)
        : this(new NameTable(), crashAt)
    {
    }

    private ForgetfulDisk(NameTable names, int crashAt) => (this.names, this.crashAt) = (names, crashAt);

    /// <summary>Completes when the machine goes down.</summary>
    public Task Down => down.Task;

    /// <summary>The operations so far.</summary>
    public int Operations { get; private set; }

    /// <summary>Ends the machine, if nothing has yet, and starts it again with what is left.</summary>
    public ForgetfulDisk Restart(Survival survival, int crashAt = 0)
    {
        lock (gate)
        {
            down.TrySetResult();
            return new ForgetfulDisk(survival.CacheLives ? names : names.After(survival), crashAt);
        }
    }

    /// <summary>Runs something that no crash can come between; throws where the machine is down.</summary>
    public void WhileUp(Action action)
    {
        lock (gate)
        {
            ThrowIfDown();
            action();
        }
    }

    // A crash within an operation: done as far as memory knows, but never reported as done; a sync not done at all.
    public void CreateFolder(string folder)
    {
        if (!Look(() => names.HasFolder(folder)))
        {
            Operate(() => names.AddFolder(folder), isSync: false);
        }

        if (!Look(() => names.HasDurableFolder(folder)))
        {
            Operate(() => names.SyncFolderItself(folder), isSync: true);
        }
    }

    public IReadOnlyList<DiskEntry> ListFiles(string folder) =>
        Look(() => names.FilesIn(folder).Select(file => new DiskEntry(file.Key, file.Value.Length)).ToList());

    public IReadOnlyList<string> ListFolders(string folder) => Look(() => names.FoldersIn(folder).ToList());

    public IDiskFile Create(string name) => new ForgetfulFile(this, Operate(() =>
    {
        if (names.Find(name) is { } node)
        {
            node.Truncate(0);
            return node;
        }

        var made = new FileNode(name, []);
        names.Create(name, made);
        return made;
    }));

    public IDiskFile OpenForAppend(string name) => new ForgetfulFile(this, Look(() => FindFile(name)));

    public IDiskFile OpenForRead(string name) => new ForgetfulFile(this, Look(() => FindFile(name)));

    public bool Exists(string name) => Look(() => names.Find(name) is not null);

    public void Rename(string from, string to) => Operate(() => names.Rename(from, to), isSync: false);

    public void Delete(string name)
    {
        if (Exists(name))
        {
            Operate(() => names.Delete(name), isSync: false);
        }
    }

    public void SyncFolder(string folder) => Operate(() => names.Sync(folder), isSync: true);

    public IDisposable Lock(string name) => Look(() => locks.Add(name)
        ? new Held(() => locks.Remove(name))
        : throw new DiskLockedException($"{name} is held already."));

    private FileNode FindFile(string name) =>
        names.Find(name) ?? throw new FileNotFoundException($"There is no {name}.", name);

    private T Look<T>(Func<T> look)
    {
        lock (gate)
        {
            ThrowIfDown();
            return look();
        }
    }

    private T Operate<T>(Func<T> change)
    {
        lock (gate)
        {
            ThrowIfDown();
            var result = change();
            CountAndCrash();
            return result;
        }
    }

    private void Operate(Action change, bool isSync)
    {
        lock (gate)
        {
            ThrowIfDown();
            if (!isSync)
            {
                change();
            }

            CountAndCrash();
            if (isSync)
            {
                change();
            }
        }
    }

    private void CountAndCrash()
    {
        if (++Operations == crashAt)
        {
            down.TrySetResult();
            throw new CrashException();
        }
    }

    private void ThrowIfDown()
    {
        if (down.Task.IsCompleted)
        {
            throw new CrashException();
        }
    }

    private sealed class Held(Action release) : IDisposable
    {
        public void Dispose() => release();
    }

    private sealed class ForgetfulFile(ForgetfulDisk disk, FileNode node) : IDiskFile
    {
        // As this file handle knows it: what others append does not show.
        public long Length { get; private set; } = node.Length;

        public void Append(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
        {
            var octets = new byte[pieces.Sum(piece => piece.Length)];
            var filled = 0;
            foreach (var piece in pieces)
            {
                piece.CopyTo(octets.AsMemory(filled));
                filled += piece.Length;
            }

            disk.Operate(() => node.Append(octets), isSync: false);
            Length += octets.Length;
        }

        public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken ct) =>
            ValueTask.FromResult(disk.Look(() => node.Read(offset, buffer.Span)));

        public void Truncate(long length)
        {
            disk.Operate(() => node.Truncate((int)length), isSync: false);
            Length = length;
        }

        public void Sync() => disk.Operate(node.Sync, isSync: true);

        public void Dispose()
        {
        }
    }
}
