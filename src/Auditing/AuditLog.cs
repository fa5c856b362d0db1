using System.Globalization;
using System.Runtime.CompilerServices;
using Causeway.Storage;
using Microsoft.Extensions.Logging;

namespace Causeway.Auditing;

/// <summary>
/// The changes that were made to a site: lines that are only ever appended, each chained to the one before by SHA-256.
/// One process at a time writes, any number of threads; others may read meanwhile (docs/adr/0023-audit-log.md).
/// </summary>
public sealed class AuditLog : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly IDisk disk;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly IDiskFile file;
    private AuditHead head;
    private bool hasFailed;

    private AuditLog(IDisk disk, TimeProvider clock, ILogger logger, IDiskFile file, AuditHead head) =>
        (this.disk, this.clock, this.logger, this.file, this.head) = (disk, clock, logger, file, head);

    /// <summary>The last entry, and the octets of the log up to its end.</summary>
    public (AuditHead Head, long Octets) Extent
    {
        get
        {
            lock (gate)
            {
                return (head, file.Length);
            }
        }
    }

    /// <summary>The head that is recorded in a site's folder; null where there is none, or it is damaged.</summary>
    public static ValueTask<AuditHead?> ReadHeadAsync(IDisk disk, CancellationToken ct) =>
        AuditFiles.ReadHeadAsync(disk, ct);

    /// <summary>
    /// Opens the log in a site's folder and makes it where there is none; the caller holds the site. What a crash left
    /// torn is cut; that, and whatever does not fit the chain, becomes an entry.
    /// </summary>
    public static async ValueTask<AuditLog> OpenAsync(
        IDisk disk, TimeProvider clock, ILogger<AuditLog> logger, CancellationToken ct)
    {
        var scan = await AuditScan.RunAsync(disk, known: null, ct).ConfigureAwait(false);
        var isNew = !disk.Exists(AuditFiles.Log);
        var file = isNew ? disk.Create(AuditFiles.Log) : disk.OpenForAppend(AuditFiles.Log);
        try
        {
            if (isNew)
            {
                disk.SyncFolder("");
            }

            if (scan is { Length: 0, Recorded: null })
            {
                AuditFiles.WriteHead(disk, AuditHead.None);
            }

            var note = scan.IsMendable ? Mend(scan, file)
                : scan is { Length: 0, Recorded: null } ? null
                : Damage(scan, file);
            var log = new AuditLog(disk, clock, logger, file, HeadOf(scan));
            log.Say(note, scan);
            return log;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Records a change; it is durable on return. Throws <see cref="IOException"/> where it could not be recorded.
    /// </summary>
    public AuditEntry Append(string who, string what, string subject, string? before, string? after) =>
        Append([new AuditChange(who, what, subject, before, after)])[0];

    /// <summary>Records changes together: all of them, or on an <see cref="IOException"/> none.</summary>
    public IReadOnlyList<AuditEntry> Append(IReadOnlyList<AuditChange> changes)
    {
        var entries = new List<AuditEntry>(changes.Count);
        if (changes.Count == 0)
        {
            return entries;
        }

        lock (gate)
        {
            var (next, now) = (head, clock.GetUtcNow());
            var lines = new List<ReadOnlyMemory<byte>>(changes.Count);
            foreach (var change in changes)
            {
                var (line, entry) = AuditLine.Write(next, now, change);
                lines.Add(line);
                entries.Add(entry);
                next = entry.Head;
            }

            Write(lines);
            head = next;
            WriteHead();
        }

        entries.ForEach(entry => Log.Audited(logger, entry.Number, entry.Who, entry.What, entry.Subject, entry.Hash));
        return entries;
    }

    /// <summary>Records what happens whether it can be recorded or not; a fault goes to the program's log.</summary>
    public void TryAppend(string who, string what, string subject, string? before, string? after)
    {
        try
        {
            Append(who, what, subject, before, after);
        }
        catch (IOException error)
        {
            Log.NotAudited(logger, what, subject, error);
        }
    }

    /// <summary>The entries that can be read, oldest first, whether the site runs or not. Judges nothing.</summary>
    public static async IAsyncEnumerable<AuditEntry> ReadAsync(
        IDisk disk, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (line, _, isWhole) in AuditScanner.ReadAsync(disk, ct).ConfigureAwait(false))
        {
            if (isWhole && AuditLine.Read(line.Span) is { } entry)
            {
                yield return entry;
            }
        }
    }

    /// <summary>Walks the whole chain. Never writes.</summary>
    /// <param name="known">A head that was kept elsewhere, such as in a backup; null without one.</param>
    public static async ValueTask<AuditVerdict> VerifyAsync(IDisk disk, AuditHead? known, CancellationToken ct) =>
        AuditVerdict.Of(await AuditScan.RunAsync(disk, known, ct).ConfigureAwait(false));

    public ValueTask DisposeAsync()
    {
        file.Dispose();
        return ValueTask.CompletedTask;
    }

    // Without a fault nothing but a torn last line can stand behind the last entry, and that was never recorded.
    private static string? Mend(AuditScan scan, IDiskFile file)
    {
        var added = scan.Last.Number - scan.Recorded!.Value.Number;
        var octets = file.Length - scan.SoundUntil;
        if (octets > 0)
        {
            file.Truncate(scan.SoundUntil);
            file.Sync();
        }

        return (added, octets) switch
        {
            (0, 0) => null,
            (0, _) => Text($"{octets} octets of a torn last line were cut."),
            (_, 0) => Text($"The last {added} entries had not been witnessed by audit.head."),
            _ => Text($"{octets} octets of a torn last line were cut; {added} entries before it were not witnessed."),
        };
    }

    // Nothing is taken away: it is evidence. What comes next stands on a line of its own.
    private static string Damage(AuditScan scan, IDiskFile file)
    {
        if (scan.IsTorn)
        {
            file.Append(["\n"u8.ToArray()]);
            file.Sync();
        }

        return scan.Fault is { } fault ? Text($"Entry {fault.Number} {fault.Text}")
            : "The file audit.head, which witnesses the end of the log, is missing or damaged.";
    }

    private static AuditHead HeadOf(AuditScan scan) =>
        scan.Recorded is { } recorded
            ? scan.HoldsRecorded ? scan.Last : recorded
            : scan.Fault is null ? scan.Last : scan.LastReadable;

    private void Say(string? note, AuditScan scan)
    {
        if (note is null)
        {
            return;
        }

        if (scan.IsMendable)
        {
            Log.Mended(logger, note);
        }
        else
        {
            Log.Damaged(logger, note);
        }

        TryAppend(SystemUser.OfProcess(), "audit.mended", AuditFiles.Log, note, null);
    }

    private void Write(List<ReadOnlyMemory<byte>> lines)
    {
        if (hasFailed)
        {
            throw new IOException("The audit log stopped after a fault of the disk; start the site again.");
        }

        var mark = file.Length;
        try
        {
            file.Append(lines);
            file.Sync();
        }
        catch
        {
            // What a failed sync left is unknown: nothing may follow it in this run.
            hasFailed = !file.TryCut(mark);
            throw;
        }
    }

    // The entry is durable and counts; the next one brings the head up to date.
    private void WriteHead()
    {
        try
        {
            AuditFiles.WriteHead(disk, head);
        }
        catch (IOException error)
        {
            Log.NotWitnessed(logger, head.Number, error);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
