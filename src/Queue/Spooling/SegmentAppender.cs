using System.Diagnostics;
using Causeway.Storage;

namespace Causeway.Queue.Spooling;

/// <summary>The end of a row of segments: appends to the last one, and begins the next when it is full.</summary>
internal sealed class SegmentAppender : IDisposable
{
    private readonly IDisk disk;
    private readonly string folder;
    private readonly long limit;
    private IDiskFile file;

    private SegmentAppender(IDisk disk, string folder, long limit, int number, IDiskFile file)
    {
        this.disk = disk;
        this.folder = folder;
        this.limit = limit;
        this.file = file;
        Number = number;
    }

    public int Number { get; private set; }

    public long Length => file.Length;

    /// <summary>True where octets were appended since the last sync.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>Begins a segment; its name is durable on return.</summary>
    public static SegmentAppender Begin(IDisk disk, string folder, long limit, int number) =>
        new(disk, folder, limit, number, CreateDurably(disk, folder, number));

    /// <summary>Goes on with a segment, cut to a length; what is in it is durable on return.</summary>
    public static SegmentAppender Continue(IDisk disk, string folder, long limit, int number, long length)
    {
        var file = disk.OpenForAppend(SegmentNames.Of(folder, number));
        var appender = new SegmentAppender(disk, folder, limit, number, file) { IsDirty = true };
        if (file.Length > length)
        {
            appender.CutTo(length);
        }

        appender.Sync();
        return appender;
    }

    public bool IsFull => file.Length >= limit;

    /// <summary>Begins the next segment. This one must be synced: it never changes again.</summary>
    public void Roll()
    {
        Debug.Assert(!IsDirty, "A segment is synced before the next begins.");
        var next = CreateDurably(disk, folder, Number + 1);
        file.Dispose();
        file = next;
        Number++;
    }

    public void Append(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        IsDirty = true;
        file.Append(pieces);
    }

    public void CutTo(long length)
    {
        IsDirty = true;
        file.Truncate(length);
    }

    public void Sync()
    {
        if (IsDirty)
        {
            file.Sync();
            IsDirty = false;
        }
    }

    public void Dispose() => file.Dispose();

    private static IDiskFile CreateDurably(IDisk disk, string folder, int number)
    {
        var file = disk.Create(SegmentNames.Of(folder, number));
        try
        {
            disk.SyncFolder(folder);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
