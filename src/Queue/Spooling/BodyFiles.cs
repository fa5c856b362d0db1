using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Causeway.Queue.Facts;
using Causeway.Storage;

namespace Causeway.Queue.Spooling;

/// <summary>Reads octets of messages, by handles that stay open as long as their segment exists.</summary>
internal sealed class BodyFiles(IDisk disk) : IDisposable
{
    public const int PieceOctets = 64 << 10;

    private readonly ConcurrentDictionary<int, Lazy<IDiskFile>> files = new();

    /// <summary>
    /// The octets in pieces, each valid until the next is asked for; checked against the CRC of each extent.
    /// </summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        IReadOnlyList<Extent> extents, [EnumeratorCancellation] CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceOctets);
        try
        {
            foreach (var extent in extents)
            {
                var crc = 0u;
                for (var done = 0; done < extent.Length;)
                {
                    var wanted = Math.Min(PieceOctets, extent.Length - done);
                    var read = await Open(extent.Segment)
                        .ReadAsync(extent.Offset + done, buffer.AsMemory(0, wanted), ct)
                        .ConfigureAwait(false);
                    crc = Crc32C.Compute(buffer.AsSpan(0, read), crc);
                    done += read;

                    // The last piece is handed out only once the whole extent has proved sound.
                    if (read == 0 || (done == extent.Length && crc != extent.Crc))
                    {
                        throw new InvalidDataException(
                            $"Body segment {extent.Segment} is damaged at {extent.Offset}, {extent.Length} octets.");
                    }

                    yield return buffer.AsMemory(0, read);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public async ValueTask<bool> VerifyAsync(IReadOnlyList<Extent> extents, CancellationToken ct)
    {
        try
        {
            await foreach (var _ in ReadAsync(extents, ct).ConfigureAwait(false))
            {
            }

            return true;
        }
        catch (Exception fault) when (fault is InvalidDataException or FileNotFoundException)
        {
            return false;
        }
    }

    public void Close(int segment)
    {
        if (files.TryRemove(segment, out var file) && file.IsValueCreated)
        {
            file.Value.Dispose();
        }
    }

    public void Dispose()
    {
        foreach (var segment in files.Keys)
        {
            Close(segment);
        }
    }

    private IDiskFile Open(int segment)
    {
        try
        {
            return files.GetOrAdd(segment, number => new Lazy<IDiskFile>(
                () => disk.OpenForRead(SegmentNames.Of(SegmentNames.Bodies, number)))).Value;
        }
        catch (IOException)
        {
            // A fault is not kept: the next reader tries again.
            files.TryRemove(segment, out _);
            throw;
        }
    }
}
