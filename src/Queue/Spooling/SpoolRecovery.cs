using System.Buffers;
using Causeway.Queue.Facts;
using Causeway.Storage;
using Microsoft.Extensions.Logging;

namespace Causeway.Queue.Spooling;

/// <summary>
/// Finds the end of the log after a crash. A group that holds messages is synced before the next group is written, so
/// only the last group can be in doubt: its messages count where their octets verify. This reads one segment, however
/// long the log is.
/// </summary>
internal sealed class SpoolRecovery(IDisk disk, BodyFiles bodies, ILogger logger)
{
    /// <summary>The frames of the last group, and every frame behind a gap.</summary>
    private readonly List<Doubtful> doubtful = [];

    /// <summary>The body segments of the messages among them that count.</summary>
    private readonly HashSet<int> found = [];
    private ulong lastGroup;

    /// <summary>The number of the first group to be written; valid once the log is open.</summary>
    public ulong NextGroup => lastGroup + 1;

    /// <summary>When the facts of the last segment happened; valid once the log is open.</summary>
    public (DateTimeOffset First, DateTimeOffset Last)? Times { get; private set; }

    /// <summary>Cuts away what does not count, and opens the log for appending behind what does.</summary>
    public async ValueTask<SegmentAppender> OpenFactsAsync(long segmentLimit, CancellationToken ct)
    {
        var numbers = SegmentNames.In(disk, SegmentNames.Facts);
        if (numbers.Count == 0)
        {
            return SegmentAppender.Begin(disk, SegmentNames.Facts, segmentLimit, 1);
        }

        var number = numbers[^1];
        var (soundUntil, length) = await ReadSegmentAsync(number, ct).ConfigureAwait(false);
        var kept = new List<byte[]>();
        foreach (var frame in doubtful)
        {
            if (!await CountsAsync(frame.Payload, ct).ConfigureAwait(false))
            {
                soundUntil = Math.Min(soundUntil, frame.Start);
            }
            else if (frame.Start >= soundUntil)
            {
                kept.Add(frame.Payload);
            }
        }

        SyncFound();
        var appender = SegmentAppender.Continue(disk, SegmentNames.Facts, segmentLimit, number, soundUntil);
        if (soundUntil < length)
        {
            // Nothing behind a torn or dropped record was acknowledged, so a crash in here loses nothing either.
            Log.TailCut(logger, length - soundUntil, number, kept.Count);
            WriteAgain(appender, kept);
        }

        return appender;
    }

    // A process that died between a write and its sync left what the machine has and the disk may not: the name of the
    // segment, the last group, and the octets of its messages. From here on they count, so they are made durable.
    private void SyncFound()
    {
        disk.SyncFolder(SegmentNames.Facts);
        foreach (var segment in found)
        {
            using var file = disk.OpenForAppend(SegmentNames.Of(SegmentNames.Bodies, segment));
            file.Sync();
        }
    }

    private async ValueTask<(long SoundUntil, long Length)> ReadSegmentAsync(int number, CancellationToken ct)
    {
        using var file = disk.OpenForRead(SegmentNames.Of(SegmentNames.Facts, number));
        using var scanner = new FrameScanner(file, 0);
        while (await scanner.NextAsync(ct).ConfigureAwait(false))
        {
            if (scanner.Group != lastGroup && !scanner.HasGap)
            {
                doubtful.Clear();
            }

            doubtful.Add(new Doubtful(scanner.Start, scanner.Payload.ToArray()));
            lastGroup = Math.Max(lastGroup, scanner.Group);
            Times = FactTime.Read(scanner.Payload.Span) is { } time ? SegmentTimes.Widen(Times, time) : Times;
        }

        return (scanner.WholeUntil, file.Length);
    }

    private async ValueTask<bool> CountsAsync(byte[] payload, CancellationToken ct)
    {
        if (!FactLog.TryRead(payload, out var fact) || fact is not Accepted message)
        {
            return true;
        }

        if (await bodies.VerifyAsync(message.Body, ct).ConfigureAwait(false))
        {
            found.UnionWith(message.Body.Select(extent => extent.Segment));
            return true;
        }

        Log.MessageDropped(logger, message.Id);
        return false;
    }

    private void WriteAgain(SegmentAppender appender, List<byte[]> kept)
    {
        var frames = new ArrayBufferWriter<byte>();
        foreach (var payload in kept)
        {
            FactFrame.Append(frames, NextGroup, payload);
        }

        if (frames.WrittenCount > 0)
        {
            lastGroup++;
            appender.Append([frames.WrittenMemory]);
            appender.Sync();
        }
    }

    private readonly record struct Doubtful(long Start, byte[] Payload);
}
