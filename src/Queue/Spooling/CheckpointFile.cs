using System.Buffers;
using System.Buffers.Binary;
using Causeway.Storage;

namespace Causeway.Queue.Spooling;

/// <summary>
/// One file beside the log that stands for everything in it before a place: a head with the place, records, and a tail
/// with their number, each framed and checked as a fact is. It is replaced in one step.
/// </summary>
internal sealed class CheckpointFile(IDisk disk)
{
    private const string Name = "checkpoint";
    private const string Next = "checkpoint.new";
    private const int HeadOctets = 12;
    private const int PieceOctets = 1 << 20;

    /// <summary>Writes and syncs; returns the octets written.</summary>
    public long Write(LogPosition at, IEnumerable<byte[]> records)
    {
        long written;
        using (var file = disk.Create(Next))
        {
            var frames = new ArrayBufferWriter<byte>(PieceOctets * 2);
            var head = new byte[HeadOctets];
            BinaryPrimitives.WriteInt32LittleEndian(head, at.Segment);
            BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(4), at.Offset);
            FactFrame.Append(frames, 0, head);
            var count = 0UL;
            foreach (var record in records)
            {
                FactFrame.Append(frames, ++count, record);
                if (frames.WrittenCount >= PieceOctets)
                {
                    file.Append([frames.WrittenMemory]);
                    frames.ResetWrittenCount();
                }
            }

            var tail = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(tail, count);
            FactFrame.Append(frames, ulong.MaxValue, tail);
            file.Append([frames.WrittenMemory]);
            file.Sync();
            written = file.Length;
        }

        disk.Rename(Next, Name);
        disk.SyncFolder("");
        return written;
    }

    /// <summary>
    /// Hands out each record; returns the place and the octets read. Throws <see cref="InvalidDataException"/> where
    /// anything is missing or damaged: then no record counts.
    /// </summary>
    public async ValueTask<(LogPosition At, long Octets)> ReadAsync(
        Action<ReadOnlyMemory<byte>> record, CancellationToken ct)
    {
        if (!disk.Exists(Name))
        {
            throw new FileNotFoundException("There is no checkpoint.", Name);
        }

        using var file = disk.OpenForRead(Name);
        using var scanner = new FrameScanner(file, 0);
        if (!await scanner.NextAsync(ct).ConfigureAwait(false) || scanner.Payload.Length != HeadOctets)
        {
            throw new InvalidDataException("The checkpoint has no head.");
        }

        var at = new LogPosition(
            BinaryPrimitives.ReadInt32LittleEndian(scanner.Payload.Span),
            BinaryPrimitives.ReadInt64LittleEndian(scanner.Payload.Span[4..]));
        var count = 0UL;
        while (await scanner.NextAsync(ct).ConfigureAwait(false) && !scanner.HasGap)
        {
            if (scanner.Group == ulong.MaxValue)
            {
                return BinaryPrimitives.ReadUInt64LittleEndian(scanner.Payload.Span) == count
                    ? (at, scanner.End)
                    : throw new InvalidDataException("The checkpoint lacks records.");
            }

            count++;
            record(scanner.Payload);
        }

        throw new InvalidDataException("The checkpoint is damaged.");
    }
}
