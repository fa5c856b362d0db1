using System.Buffers;
using System.Buffers.Binary;
using Causeway.Storage;

namespace Causeway.Queue.Spooling;

/// <summary>
/// A record of the log of facts: length of the payload (4 octets), CRC-32C of all that follows (4), number of the group
/// that wrote it (8), payload (a fact as JSON in UTF-8). Numbers are little-endian.
/// </summary>
internal static class FactFrame
{
    public const int HeaderOctets = 16;

    /// <summary>No fact comes near this; a length above it is not a frame.</summary>
    public const int PayloadLimit = 16 << 20;

    private const int GroupOffset = 8;

    public static void Append(ArrayBufferWriter<byte> log, ulong group, ReadOnlySpan<byte> payload)
    {
        if (payload.Length > PayloadLimit)
        {
            throw new InvalidOperationException($"A fact of {payload.Length} octets exceeds {PayloadLimit}.");
        }

        var frame = log.GetSpan(HeaderOctets + payload.Length)[..(HeaderOctets + payload.Length)];
        BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[GroupOffset..], group);
        payload.CopyTo(frame[HeaderOctets..]);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum(frame));
        log.Advance(frame.Length);
    }

    /// <summary>Looks at the octets at the head of a span; the length tells how many belong to a whole frame.</summary>
    public static FrameState Inspect(ReadOnlySpan<byte> octets, out int length, out ulong group)
    {
        (length, group) = (HeaderOctets, 0);
        if (octets.Length < HeaderOctets)
        {
            return FrameState.Incomplete;
        }

        var payload = BinaryPrimitives.ReadInt32LittleEndian(octets);
        if (payload is < 2 or > PayloadLimit)
        {
            return FrameState.Torn;
        }

        length = HeaderOctets + payload;
        if (octets.Length < length)
        {
            return FrameState.Incomplete;
        }

        group = BinaryPrimitives.ReadUInt64LittleEndian(octets[GroupOffset..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(octets[4..]) == Checksum(octets[..length])
            ? FrameState.Whole
            : FrameState.Torn;
    }

    // The length is covered too, so that a wrong length cannot be taken for a frame.
    private static uint Checksum(ReadOnlySpan<byte> frame) =>
        Crc32C.Compute(frame[GroupOffset..], Crc32C.Compute(frame[..4]));
}

/// <summary>What the octets at the head of a span are.</summary>
internal enum FrameState
{
    Whole,
    Incomplete,
    Torn,
}
