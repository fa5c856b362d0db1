using System.Globalization;
using Causeway.Storage;

namespace Causeway.Auditing;

/// <summary>What a walk over the chain found.</summary>
internal sealed class AuditScan
{
    private AuditHead last = AuditHead.None;

    /// <summary>The last entry of the unbroken chain.</summary>
    public AuditHead Last => last;

    /// <summary>The head that was recorded beside the log.</summary>
    public AuditHead? Recorded { get; private init; }

    /// <summary>The offset behind the last entry of the unbroken chain.</summary>
    public long SoundUntil { get; private set; }

    public long Length { get; private set; }

    /// <summary>The first thing that is wrong, with the number of the entry at which it shows.</summary>
    public (long Number, string Text)? Fault { get; private set; }

    /// <summary>True where the log ends within a line, as after a crash.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>The last line that is an entry, wherever it stands.</summary>
    public AuditHead LastReadable { get; private set; } = AuditHead.None;

    /// <summary>True where everything up to the recorded head is as it was recorded.</summary>
    public bool HoldsRecorded { get; private set; }

    /// <summary>True where behind the recorded head stands at most what one crash leaves.</summary>
    public bool IsMendable => Recorded is not null && HoldsRecorded && Fault is null;

    /// <param name="known">A head that was kept elsewhere; its entry has to be in the chain.</param>
    public static async ValueTask<AuditScan> RunAsync(IDisk disk, AuditHead? known, CancellationToken ct)
    {
        var scan = new AuditScan { Recorded = await AuditFiles.ReadHeadAsync(disk, ct).ConfigureAwait(false) };
        scan.HoldsRecorded = scan.Recorded is null or { Number: 0 };
        var knownIsThere = known is null;
        await foreach (var (line, end, isWhole) in AuditScanner.ReadAsync(disk, ct).ConfigureAwait(false))
        {
            scan.Length = end;
            scan.IsTorn = !isWhole;
            if (isWhole && AuditLine.Read(line.Span) is { } entry)
            {
                scan.LastReadable = entry.Head;
                knownIsThere |= entry.Head == known;
                scan.Take(entry, end);
            }
            else if (isWhole)
            {
                scan.Fail(scan.last.Number + 1, "was changed: its hash is not that of its text.");
            }
        }

        scan.Finish(knownIsThere ? null : known);
        return scan;
    }

    private void Take(AuditEntry entry, long end)
    {
        if (Fault is not null)
        {
            return;
        }

        if (entry.Number > last.Number + 1)
        {
            Fail(last.Number + 1, Text($"is missing: entry {entry.Number} follows entry {last.Number}."));
        }
        else if (entry.Number <= last.Number)
        {
            Fail(last.Number + 1, Text($"is missing: entry {entry.Number} stands in its place."));
        }
        else if (entry.Previous != last.Hash)
        {
            Fail(entry.Number, "does not follow the one before it: one of the two was replaced.");
        }
        else
        {
            last = entry.Head;
            SoundUntil = end;
            if (last.Number == Recorded?.Number)
            {
                HoldsRecorded = last == Recorded;
                if (!HoldsRecorded)
                {
                    Fail(last.Number, "is not the one that was recorded: the log was written anew.");
                }
            }
        }
    }

    private void Finish(AuditHead? missing)
    {
        if (Fault is null && Recorded is { } head && head.Number > last.Number)
        {
            Fail(last.Number + 1, Text($"is missing: the log was cut off, and had {head.Number} entries."));
        }

        if (Fault is null && missing is { } known)
        {
            Fail(known.Number, "is not the one whose hash was kept elsewhere: the log was written anew.");
        }
    }

    private void Fail(long number, string text) => Fault ??= (number, text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
