using System.Buffers;
using Causeway.Queue.Facts;
using Causeway.Storage;

namespace Causeway.Queue.Spooling;

/// <summary>
/// Takes the octets of one message as they arrive. Up to a limit they stay in memory and travel with the commit; what
/// is larger goes to the segment piece by piece, so that memory does not grow with bodies. Disposed without a commit,
/// the message is abandoned. Not for use by two callers at once.
/// </summary>
public sealed class BodyWriter : IDisposable
{
    private const int FirstBufferOctets = 16 << 10;

    private readonly GroupWriter writer;
    private readonly int limit;
    private readonly List<Extent> extents = [];
    private byte[] buffer;
    private int buffered;
    private State state;

    internal BodyWriter(GroupWriter writer, int limit)
    {
        this.writer = writer;
        this.limit = limit;
        buffer = ArrayPool<byte>.Shared.Rent(Math.Min(FirstBufferOctets, limit));
    }

    private enum State
    {
        Open,
        Committed,
        Closed,
    }

    /// <summary>The octets taken so far.</summary>
    public long Length { get; private set; }

    internal ReadOnlyMemory<byte> Buffered => buffer.AsMemory(0, buffered);

    internal IReadOnlyList<Extent> Extents => extents;

    /// <summary>
    /// Takes octets; waits only where they go to the segment. Throws <see cref="SpoolFaultException"/>.
    /// </summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(state != State.Open, this);
        while (true)
        {
            octets = Fill(octets);
            if (octets.IsEmpty)
            {
                return;
            }

            ct.ThrowIfCancellationRequested();
            await SpillAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Takes the octets that stand before all others: what is known of a message only when it is here whole. The last
    /// ones to be taken. Throws <see cref="SpoolFaultException"/>.
    /// </summary>
    public async ValueTask PutOnTopAsync(ReadOnlyMemory<byte> octets, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(state != State.Open, this);
        if (extents.Count == 0 && TryShift(octets.Span))
        {
            return;
        }

        ct.ThrowIfCancellationRequested();
        await SpillAsync().ConfigureAwait(false);
        var below = extents.Count;
        await WriteAsync(octets, ct).ConfigureAwait(false);
        await SpillAsync().ConfigureAwait(false);
        var top = extents[below..];
        extents.RemoveRange(below, top.Count);
        extents.InsertRange(0, top);
    }

    public void Dispose()
    {
        if (state == State.Open && extents.Count > 0)
        {
            writer.TryEnqueue(new ReleaseEntry([.. extents]));
        }

        if (state != State.Closed)
        {
            state = State.Closed;
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = [];
            buffered = 0;
        }
    }

    /// <summary>The octets in the buffer stand in a segment at this place.</summary>
    internal void Placed(int segment, long offset)
    {
        if (buffered > 0)
        {
            extents.Add(new Extent(segment, offset, buffered, Crc32C.Compute(Buffered.Span)));
        }
    }

    internal void Unplaced() => extents.RemoveAt(extents.Count - 1);

    internal void Spilled() => buffered = 0;

    internal void Committed() => state = State.Committed;

    private async ValueTask SpillAsync()
    {
        if (buffered > 0)
        {
            var spill = new SpillEntry(this);
            writer.Enqueue(spill);

            // Not cancellable: the writer holds the buffer until it is done.
            await spill.Done.ConfigureAwait(false);
        }
    }

    private bool TryShift(ReadOnlySpan<byte> octets)
    {
        Grow(octets.Length);
        if (buffered + octets.Length > buffer.Length)
        {
            return false;
        }

        Buffered.CopyTo(buffer.AsMemory(octets.Length));
        octets.CopyTo(buffer);
        buffered += octets.Length;
        Length += octets.Length;
        return true;
    }

    // Makes room for further octets, up to the limit.
    private void Grow(int octets)
    {
        if (buffered + octets > buffer.Length && buffer.Length < limit)
        {
            var wanted = Math.Min(limit, Math.Max(buffer.Length * 2, buffered + octets));
            var larger = ArrayPool<byte>.Shared.Rent(wanted);
            Buffered.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }
    }

    private ReadOnlyMemory<byte> Fill(ReadOnlyMemory<byte> octets)
    {
        Grow(octets.Length);
        var taken = Math.Min(octets.Length, buffer.Length - buffered);
        octets.Span[..taken].CopyTo(buffer.AsSpan(buffered));
        buffered += taken;
        Length += taken;
        return octets[taken..];
    }
}
