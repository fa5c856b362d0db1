using System.Runtime.CompilerServices;
using System.Text.Json;
using Causeway.Queue.Facts;
using Causeway.Storage;

namespace Causeway.Queue.Spooling;

/// <summary>Reads the facts of a site from its spool's folder, whether the site runs or not. Never writes.</summary>
public static class FactLog
{
    /// <summary>
    /// The facts from a place on, in the order of the log, as far as they are whole. To follow a running site, go on
    /// later from the last <see cref="FactRecord.Next"/>.
    /// </summary>
    public static IAsyncEnumerable<FactRecord> ReadAsync(IDisk disk, LogPosition from, CancellationToken ct) =>
        ReadAsync(disk, SegmentNames.In(disk, SegmentNames.Facts).Where(number => number >= from.Segment), from, ct);

    /// <summary>
    /// The facts of the segments that may hold any from a time on and before another; of these segments all.
    /// </summary>
    public static async IAsyncEnumerable<FactRecord> ReadAsync(
        IDisk disk, DateTimeOffset? since, DateTimeOffset? until, [EnumeratorCancellation] CancellationToken ct)
    {
        var times = since is null && until is null ? [] : await SegmentTimes.ReadAsync(disk, ct).ConfigureAwait(false);
        var lengths = disk.ListFiles(SegmentNames.Facts).ToDictionary(entry => entry.Name, entry => entry.Length);
        var numbers = SegmentNames.In(disk, SegmentNames.Facts).Where(number =>
            !times.TryGetValue(number, out var span)
            || span.Octets != lengths.GetValueOrDefault(SegmentNames.FileOf(number))
            || (!(span.Last < since) && !(span.First >= until)));
        await foreach (var record in ReadAsync(disk, numbers, default, ct).ConfigureAwait(false))
        {
            yield return record;
        }
    }

    private static async IAsyncEnumerable<FactRecord> ReadAsync(
        IDisk disk, IEnumerable<int> numbers, LogPosition from, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var number in numbers)
        {
            using var file = TryOpen(disk, number);
            if (file is null)
            {
                continue;
            }

            using var scanner = new FrameScanner(file, number == from.Segment ? from.Offset : 0);
            while (await scanner.NextAsync(ct).ConfigureAwait(false))
            {
                if (TryRead(scanner.Payload.Span, out var fact))
                {
                    yield return new FactRecord(fact, new LogPosition(number, scanner.End));
                }
            }
        }
    }

    // A running site deletes segments by their age.
    private static IDiskFile? TryOpen(IDisk disk, int number)
    {
        try
        {
            return disk.OpenForRead(SegmentNames.Of(SegmentNames.Facts, number));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    // A later version may write facts that this one does not know; they concern nothing that this one does.
    internal static bool TryRead(ReadOnlySpan<byte> payload, out Fact fact)
    {
        try
        {
            fact = FactJson.Read(payload);
            return true;
        }
        catch (JsonException)
        {
            fact = null!;
            return false;
        }
    }
}
