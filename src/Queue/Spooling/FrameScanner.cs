using System.Buffers;
using Causeway.Storage;

namespace Causeway.Queue.Spooling;

/// <summary>
/// Walks the whole frames of a fact segment. Where octets are no frame, it searches on octet by octet: what stands
/// behind a torn record was written too, and nothing that is whole is given up.
/// </summary>
internal sealed class FrameScanner(IDiskFile file, long from) : IDisposable
{
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(256 << 10);
    private long bufferOffset = from;
    private int start;
    private int end;
    private int payloadLength;

    /// <summary>The payload of the present frame; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Payload => buffer.AsMemory(start - payloadLength, payloadLength);

    public ulong Group { get; private set; }

    /// <summary>The offset of the present frame.</summary>
    public long Start => End - payloadLength - FactFrame.HeaderOctets;

    /// <summary>The offset behind the present frame.</summary>
    public long End { get; private set; } = from;

    /// <summary>Where the unbroken row of frames ends: the offset of the first octet that belongs to none.</summary>
    public long WholeUntil { get; private set; } = from;

    /// <summary>True where octets were passed over to reach the present frame, or an earlier one.</summary>
    public bool HasGap { get; private set; }

    public async ValueTask<bool> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            switch (FactFrame.Inspect(buffer.AsSpan(start, end - start), out var length, out var group))
            {
                case FrameState.Whole:
                    Accept(length, group);
                    return true;
                case FrameState.Incomplete when await FillAsync(length, ct).ConfigureAwait(false):
                    break;
                case FrameState.Incomplete when end - start < FactFrame.HeaderOctets:
                    return false;
                default:
                    HasGap = true;
                    start++;
                    break;
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private void Accept(int length, ulong group)
    {
        payloadLength = length - FactFrame.HeaderOctets;
        start += length;
        Group = group;
        End = bufferOffset + start;
        if (!HasGap)
        {
            WholeUntil = End;
        }
    }

    /// <summary>Reads on; false where the file ends before the wanted octets do.</summary>
    private async ValueTask<bool> FillAsync(int wanted, CancellationToken ct)
    {
        if (bufferOffset + start + wanted > file.Length)
        {
            return false;
        }

        var rest = end - start;
        var target = buffer.Length < wanted ? ArrayPool<byte>.Shared.Rent(wanted) : buffer;
        buffer.AsSpan(start, rest).CopyTo(target);
        if (!ReferenceEquals(target, buffer))
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = target;
        }

        bufferOffset += start;
        (start, end, payloadLength) = (0, rest, 0);
        var read = await file.ReadAsync(bufferOffset + end, buffer.AsMemory(end), ct).ConfigureAwait(false);
        end += read;
        return read > 0;
    }
}
