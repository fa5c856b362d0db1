using System.Globalization;
using System.Security.Cryptography;

namespace Causeway.SpoolBench;

/// <summary>
/// The peer: a file and an fsync per message, as Postfix and most queues do. Like them it leaves the directory to the
/// file system, which is less than our spool promises. Folders are spread as Postfix's hashed queue is.
/// </summary>
internal sealed class FileStore : IStore
{
    private readonly string folder;

    public FileStore(string folder)
    {
        this.folder = folder;
        for (var i = 0; i < 16; i++)
        {
            Directory.CreateDirectory(FolderOf(i));
        }
    }

    public ValueTask StoreAsync(int number, ReadOnlyMemory<byte> octets)
    {
        var path = Path.Combine(FolderOf(number), number.ToString(CultureInfo.InvariantCulture));
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        RandomAccess.Write(file, octets.Span, 0);
        RandomAccess.FlushToDisk(file);
        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<byte[]> HashesAsync()
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            yield return SHA256.HashData(await File.ReadAllBytesAsync(path));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string FolderOf(int number) =>
        Path.Combine(folder, (number % 16).ToString("X1", CultureInfo.InvariantCulture));
}
