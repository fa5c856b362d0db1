using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Causeway.Storage;

/// <summary>A file of the real file system, written by positioned writes without a cache of its own.</summary>
internal sealed partial class FolderDiskFile(SafeFileHandle handle) : IDiskFile
{
    public long Length { get; private set; } = RandomAccess.GetLength(handle);

    public void Append(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        RandomAccess.Write(handle, pieces, Length);
        foreach (var piece in pieces)
        {
            Length += piece.Length;
        }
    }

    // Linux has no asynchronous reading of files: .NET hands the same call to another thread of the pool, which costs
    // more than the read, for what was just written is in memory.
    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return ValueTask.FromResult(RandomAccess.Read(handle, buffer.Span, offset));
    }

    public void Truncate(long length)
    {
        RandomAccess.SetLength(handle, length);
        Length = length;
    }

    public void Sync()
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(handle);
            return;
        }

        // fdatasync leaves out what reading back does not need, such as the time of the last change.
        if (FileDataSync(handle) != 0)
        {
            throw new IOException($"fdatasync failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    public void Dispose() => handle.Dispose();

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int FileDataSync(SafeFileHandle file);
}
