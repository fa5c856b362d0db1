using System.Buffers;
using System.Buffers.Binary;
using Causeway.Storage;
using Microsoft.Extensions.Logging;

namespace Causeway.Queue.Spooling;

/// <summary>
/// Remembers when the facts of each segment happened, so that neither a search by time nor the age of a trace reads
/// segments for it. The file is an aid and never synced: it is checked by its CRC, a segment that is not in it is read,
/// and one comes into it only when the next one's name is durable, after which it never changes.
/// </summary>
internal sealed class SegmentTimes(IDisk disk, ILogger logger)
{
    private const string Name = "times";
    private const string Next = "times.new";
    private const int RecordOctets = 28;

    private readonly Lock gate = new();
    private Dictionary<int, SegmentSpan> closed = [];
    private (DateTimeOffset First, DateTimeOffset Last)? open;

    /// <summary>The earliest fact of the open segment.</summary>
    public DateTimeOffset? OpenSince
    {
        get
        {
            lock (gate)
            {
                return open?.First;
            }
        }
    }

    /// <summary>What the file says; nothing where it is missing or damaged.</summary>
    public static async ValueTask<Dictionary<int, SegmentSpan>> ReadAsync(IDisk disk, CancellationToken ct)
    {
        var spans = new Dictionary<int, SegmentSpan>();
        try
        {
            using var file = disk.OpenForRead(Name);
            using var scanner = new FrameScanner(file, 0);
            if (await scanner.NextAsync(ct).ConfigureAwait(false) && !scanner.HasGap)
            {
                for (var rest = scanner.Payload.Span; rest.Length >= RecordOctets; rest = rest[RecordOctets..])
                {
                    spans[BinaryPrimitives.ReadInt32LittleEndian(rest)] = new SegmentSpan(
                        BinaryPrimitives.ReadInt64LittleEndian(rest[4..]), Time(rest[12..]), Time(rest[20..]));
                }
            }
        }
        catch (FileNotFoundException)
        {
            // As in a spool of an earlier version.
        }

        return spans;
    }

    /// <summary>Takes what the file says, and the times of the open segment.</summary>
    public async ValueTask LoadAsync((DateTimeOffset First, DateTimeOffset Last)? present, CancellationToken ct)
    {
        var saved = await ReadAsync(disk, ct).ConfigureAwait(false);
        lock (gate)
        {
            (closed, open) = (saved, present);
        }
    }

    /// <summary>A fact goes into the open segment.</summary>
    public void Add(DateTimeOffset time)
    {
        lock (gate)
        {
            open = Widen(open, time);
        }
    }

    /// <summary>To be called when the name of the segment behind this one is durable.</summary>
    public void Close(int number, long octets)
    {
        lock (gate)
        {
            if (open is { } times)
            {
                closed[number] = new SegmentSpan(octets, times.First, times.Last);
            }

            open = null;
            Save();
        }
    }

    /// <summary>The times of a closed segment; it is read where they are not known.</summary>
    public async ValueTask<SegmentSpan> FindAsync(int number, long octets, CancellationToken ct)
    {
        lock (gate)
        {
            if (closed.TryGetValue(number, out var known) && known.Octets == octets)
            {
                return known;
            }
        }

        (DateTimeOffset First, DateTimeOffset Last)? times = null;
        using var file = disk.OpenForRead(SegmentNames.Of(SegmentNames.Facts, number));
        using var scanner = new FrameScanner(file, 0);
        while (await scanner.NextAsync(ct).ConfigureAwait(false))
        {
            if (FactTime.Read(scanner.Payload.Span) is { } time)
            {
                times = Widen(times, time);
            }
        }

        // A segment without a fact is as old as can be.
        var (first, last) = times ?? default;
        var span = new SegmentSpan(octets, first, last);
        lock (gate)
        {
            closed[number] = span;
            Save();
        }

        return span;
    }

    /// <summary>Forgets what stands before a segment.</summary>
    public void ForgetBefore(int number)
    {
        lock (gate)
        {
            foreach (var gone in closed.Keys.Where(known => known < number).ToList())
            {
                closed.Remove(gone);
            }

            Save();
        }
    }

    public static (DateTimeOffset First, DateTimeOffset Last) Widen(
        (DateTimeOffset First, DateTimeOffset Last)? times, DateTimeOffset time) => times is not { } known
        ? (time, time)
        : (time < known.First ? time : known.First, time > known.Last ? time : known.Last);

    private static DateTimeOffset Time(ReadOnlySpan<byte> octets) =>
        new(Math.Clamp(BinaryPrimitives.ReadInt64LittleEndian(octets), 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    private void Save()
    {
        var records = new byte[closed.Count * RecordOctets];
        var rest = records.AsSpan();
        foreach (var (number, span) in closed)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, number);
            BinaryPrimitives.WriteInt64LittleEndian(rest[4..], span.Octets);
            BinaryPrimitives.WriteInt64LittleEndian(rest[12..], span.First.UtcTicks);
            BinaryPrimitives.WriteInt64LittleEndian(rest[20..], span.Last.UtcTicks);
            rest = rest[RecordOctets..];
        }

        if (records.Length == 0)
        {
            return;
        }

        try
        {
            using (var file = disk.Create(Next))
            {
                var frame = new ArrayBufferWriter<byte>(records.Length + FactFrame.HeaderOctets);
                FactFrame.Append(frame, 0, records);
                file.Append([frame.WrittenMemory]);
            }

            disk.Rename(Next, Name);
        }
        catch (IOException error)
        {
            // A full disk, most likely; memory has it, and the next segment saves it with its own.
            Log.TimesNotWritten(logger, error);
        }
    }
}
