using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;

namespace Causeway.Queue.Checking;

/// <summary>
/// Reads all of a spool that means anything: every octet of the log, the picture of the queue against the log, and the
/// octets of every message in the queue. Never writes; the spool has to be held, so that nothing goes meanwhile.
/// </summary>
public static class SpoolCheck
{
    private const string CheckpointFileName = "spool/checkpoint";

    /// <param name="readExtent">Asked when the picture has been read, so that the log is not behind it.</param>
    public static async ValueTask<SpoolReport> RunAsync(
        IDisk disk, Func<CancellationToken, ValueTask<SpoolExtent>> readExtent, CancellationToken ct)
    {
        var faults = new List<SpoolFault>();
        var (picture, at, fault) = await ReadPictureAsync(disk, ct).ConfigureAwait(false);
        var extent = await readExtent(ct).ConfigureAwait(false);
        if (at > extent.Facts)
        {
            faults.Add(new SpoolFault(
                CheckpointFileName, true, "The picture of the queue is newer than the log: the log lacks its end.",
                "Restore the newest backup.", []));
        }

        var log = new LogWalk(disk, extent);
        await log.RunAsync(picture?.Messages ?? [], ct).ConfigureAwait(false);
        faults.AddRange(await log.FaultsAsync(ct).ConfigureAwait(false));
        if (fault is not null)
        {
            faults.Add(log.First > 1 ? fault with { IsDamage = true, Cure = Needed } : fault);
        }

        if (log.First > 1 && (picture is null || at.Segment < log.First))
        {
            faults.Add(new SpoolFault(
                CheckpointFileName, true, "The log lost its beginning by its age, and no picture stands for it.",
                Needed, []));
        }

        var state = log.State;
        if (picture is not null)
        {
            await foreach (var record in FactLog.ReadAsync(disk, at, ct).ConfigureAwait(false))
            {
                if (record.Next > extent.Facts)
                {
                    break;
                }

                picture.Apply(record.Fact);
            }

            if (log is { First: 1, IsWhole: true } && Differences(picture, log.State) is { IsEmpty: false } differing)
            {
                faults.Add(new SpoolFault(
                    CheckpointFileName, true, "The picture of the queue and the log disagree on what waits.",
                    "Stop the site and delete the file: the log alone says what waits.", differing));
            }

            state = picture;
        }

        faults.AddRange(await CheckTimesAsync(disk, ct).ConfigureAwait(false));
        faults.AddRange(await CheckBodiesAsync(disk, state, ct).ConfigureAwait(false));
        return new SpoolReport(log.Facts, state.Count, faults, log.Delivered);
    }

    private const string Needed =
        "The site does not start without it. Restore the newest backup, or the file from it while the site is stopped.";

    private static async ValueTask<(QueueState? State, LogPosition At, SpoolFault? Fault)> ReadPictureAsync(
        IDisk disk, CancellationToken ct)
    {
        if (!disk.Exists("checkpoint"))
        {
            return (null, default, null);
        }

        try
        {
            var state = new QueueState();
            var (at, octets) = await new CheckpointFile(disk)
                .ReadAsync(saved => QueueCheckpoints.Restore(state, saved.Span), ct).ConfigureAwait(false);
            using var file = disk.OpenForRead("checkpoint");
            return (state, at, file.Length == octets ? null : new SpoolFault(
                CheckpointFileName, false,
                string.Create(CultureInfo.InvariantCulture, $"{file.Length - octets} octets stand behind its end."),
                "Nothing: they are never read.", []));
        }
        catch (Exception error) when (error is InvalidDataException or JsonException or InvalidOperationException)
        {
            return (null, default, new SpoolFault(
                CheckpointFileName, true, $"The picture of the queue is damaged: {error.Message}",
                "Stop the site and delete the file: the log alone says what waits.", []));
        }
    }

    private static ImmutableArray<AffectedMessage> Differences(QueueState picture, QueueState log)
    {
        var (saved, told) = (Saved(picture), Saved(log));
        return
        [
            .. saved.Keys.Union(told.Keys)
                .Where(id => !saved.TryGetValue(id, out var one) || !told.TryGetValue(id, out var other)
                    || !one.Octets.AsSpan().SequenceEqual(other.Octets))
                .Select(id => LogWalk.Of(saved.GetValueOrDefault(id).Message ?? told[id].Message)),
        ];
    }

    private static Dictionary<string, (Accepted Message, byte[] Octets)> Saved(QueueState state) => state.Picture()
        .ToDictionary(copies => copies[0].Message.Id, copies => (copies[0].Message, QueueCheckpoints.Save(copies)));

    private static async ValueTask<IEnumerable<SpoolFault>> CheckTimesAsync(IDisk disk, CancellationToken ct)
    {
        if (!disk.Exists("times"))
        {
            return [];
        }

        using var file = disk.OpenForRead("times");
        using var scanner = new FrameScanner(file, 0);
        var isWhole = await scanner.NextAsync(ct).ConfigureAwait(false) && !scanner.HasGap
            && scanner.End == file.Length;
        return isWhole ? [] :
        [
            new SpoolFault(
                "spool/times", false, "The file that makes searches by time fast is damaged.",
                "Stop the site and delete the file; it is made anew. No mail is affected.", []),
        ];
    }

    private static async ValueTask<IReadOnlyList<SpoolFault>> CheckBodiesAsync(
        IDisk disk, QueueState state, CancellationToken ct)
    {
        using var bodies = new BodyFiles(disk);
        var faults = new List<SpoolFault>();
        foreach (var message in state.Messages)
        {
            foreach (var extent in message.Body)
            {
                if (!await bodies.VerifyAsync([extent], ct).ConfigureAwait(false))
                {
                    faults.Add(new SpoolFault(
                        $"spool/{SegmentNames.Of(SegmentNames.Bodies, extent.Segment)}", true,
                        string.Create(CultureInfo.InvariantCulture,
                            $"{extent.Length} octets from {extent.Offset} on, of a message in the queue, are damaged."),
                        "Restore the file from a backup that was taken since the message was accepted, while the site "
                        + "is stopped; or tell the sender to send again, and drop the copy with `causeway queue drop`.",
                        [LogWalk.Of(message)]));
                    break;
                }
            }
        }

        return faults;
    }
}
