using System.IO.Pipelines;
using Causeway.Core;
using Causeway.Queue.Facts;
using Causeway.Storage;
using Microsoft.Extensions.Logging;

namespace Causeway.Queue.Spooling;

/// <summary>
/// The durable store of a site: message octets in body segments, and the log of facts. What <see cref="CommitAsync"/>
/// returned for survives the loss of power. One process at a time; a crash at any point loses nothing that was
/// acknowledged (docs/adr/0004-spool.md).
/// </summary>
public sealed class Spool : IAsyncDisposable
{
    private readonly IDisk disk;
    private readonly IDisposable held;
    private readonly BodyFiles files;
    private readonly GroupWriter writer;
    private readonly BodySegments segments;
    private readonly InForce<SpoolOptions> options;
    private readonly LogPosition openedAt;

    private Spool(
        IDisk disk, IDisposable held, BodyFiles files, GroupWriter writer, BodySegments segments,
        LogRetention retention, Pressure pressure, InForce<SpoolOptions> options, LogPosition openedAt)
    {
        this.disk = disk;
        this.held = held;
        this.files = files;
        this.writer = writer;
        this.segments = segments;
        this.options = options;
        this.openedAt = openedAt;
        Pressure = pressure;
        Retention = retention;
        Checkpoint = new CheckpointFile(disk);
    }

    /// <summary>
    /// Opens the spool in the disk's folder and makes it where there is none. Reads only the end of the log; the rest
    /// is there by <see cref="ReadHistoryAsync"/>. Throws <see cref="DiskLockedException"/> where another process has
    /// it.
    /// </summary>
    public static async ValueTask<Spool> OpenAsync(
        IDisk disk, SpoolOptions options, TimeProvider clock, ILogger<Spool> logger, CancellationToken ct)
    {
        disk.CreateFolder("");
        var held = disk.Lock(SegmentNames.Lock);
        var files = new BodyFiles(disk);
        try
        {
            disk.CreateFolder(SegmentNames.Bodies);
            disk.CreateFolder(SegmentNames.Facts);
            var recovery = new SpoolRecovery(disk, files, logger);
            var numbers = SegmentNames.In(disk, SegmentNames.Facts);
            var isShortened = numbers.Where((number, i) => number != i + 1).Any();
            if (isShortened)
            {
                await ThrowWithoutCheckpointAsync(disk, numbers, ct).ConfigureAwait(false);
            }

            var facts = await recovery.OpenFactsAsync(options.FactSegmentOctets, ct).ConfigureAwait(false);
            var existing = SegmentNames.In(disk, SegmentNames.Bodies);

            // Always a new segment: nobody need know where the octets of the last one end.
            var number = existing.Count == 0 ? 1 : existing[^1] + 1;
            var bodies = SegmentAppender.Begin(disk, SegmentNames.Bodies, options.BodySegmentOctets, number);
            var segments = new BodySegments(disk, files, [.. existing, number], logger);
            var openedAt = new LogPosition(facts.Number, facts.Length);
            var times = new SegmentTimes(disk, logger);
            await times.LoadAsync(recovery.Times, ct).ConfigureAwait(false);
            var inForce = new InForce<SpoolOptions>(options);
            var pressure = new Pressure(disk, options, clock);
            Log.SpoolOpened(logger, openedAt.ToString(), number);
            var writer = new GroupWriter(
                facts, bodies, segments, times, pressure, recovery.NextGroup, inForce, clock, logger);
            var retention = new LogRetention(disk, times, inForce, clock, logger);
            return new Spool(disk, held, files, writer, segments, retention, pressure, inForce, openedAt)
            {
                IsShortened = isShortened,
            };
        }
        catch
        {
            files.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Whose mail is to be refused for now.</summary>
    public Pressure Pressure { get; }

    /// <summary>Why the spool takes nothing more until the next start; null while it does.</summary>
    public Exception? Fault => writer.Fault;

    internal CheckpointFile Checkpoint { get; }

    internal LogRetention Retention { get; }

    /// <summary>True where the log had lost segments by their age when it was opened.</summary>
    internal bool IsShortened { get; private init; }

    internal long FactSegmentOctets => options.Current.FactSegmentOctets;

    /// <summary>From now on keeps facts for so long; null keeps all.</summary>
    public void Keep(TimeSpan? age) => options.Replace(options.Current with { KeepFacts = age });

    /// <summary>Begins a message. Dispose it in any case, after the commit or without one.</summary>
    public BodyWriter BeginBody() => new(writer, options.Current.BodyBufferOctets);

    /// <summary>
    /// Makes a message durable and returns its fact with size and extents filled in. Throws <see
    /// cref="SpoolFaultException"/> where that failed: then nothing of the message counts. Not cancellable once the
    /// writer has it.
    /// </summary>
    public async ValueTask<Accepted> CommitAsync(BodyWriter body, Accepted message, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var entry = new CommitEntry(body, message);
        writer.Enqueue(entry);
        await entry.Done.ConfigureAwait(false);
        return entry.Accepted;
    }

    /// <summary>Appends a fact to the log; returns when it is as durable as asked for.</summary>
    public async ValueTask RecordAsync(Fact fact, Durability durability, CancellationToken ct)
    {
        if (fact is Accepted)
        {
            throw new ArgumentException("A message is recorded by CommitAsync, with its octets.", nameof(fact));
        }

        if (durability == Durability.Queued)
        {
            await writer.EnqueueInLineAsync(fact, ct).ConfigureAwait(false);
            return;
        }

        var entry = new FactEntry(fact, durability);
        writer.Enqueue(entry);
        await entry.Done.WaitAsync(ct).ConfigureAwait(false);
    }

    /// <summary>
    /// The facts of earlier runs, as the log was when this spool was opened. Facts of this run reach
    /// <see cref="Subscribe"/>rs.
    /// </summary>
    public IAsyncEnumerable<Fact> ReadHistoryAsync(CancellationToken ct) => ReadHistoryAsync(default, ct);

    /// <summary>
    /// The facts of earlier runs from a time on; segments of the log that hold older ones only are not read.
    /// </summary>
    public async IAsyncEnumerable<Fact> ReadHistorySinceAsync(
        DateTimeOffset since, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var record in FactLog.ReadAsync(disk, since, until: null, ct).ConfigureAwait(false))
        {
            if (record.Next > openedAt)
            {
                yield break;
            }

            if (record.Fact.At >= since)
            {
                yield return record.Fact;
            }
        }
    }

    internal async IAsyncEnumerable<Fact> ReadHistoryAsync(
        LogPosition from, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var record in FactLog.ReadAsync(disk, from, ct).ConfigureAwait(false))
        {
            if (record.Next > openedAt)
            {
                yield break;
            }

            yield return record.Fact;
        }
    }

    /// <summary>Hears every fact from now on; dispose to end it.</summary>
    public IDisposable Subscribe(IFactObserver observer) => new Subscription(writer, observer);

    /// <summary>
    /// Until disposed nothing is deleted from the spool, neither octets of messages nor segments of the log, so that
    /// they can be copied. It grows meanwhile.
    /// </summary>
    public async ValueTask<IDisposable> HoldAsync(CancellationToken ct)
    {
        await Retention.BeginHoldAsync(ct).ConfigureAwait(false);
        segments.BeginHold();
        return new SpoolHold(() =>
        {
            segments.EndHold();
            Retention.EndHold();
            writer.TryEnqueue(new SyncEntry());
        });
    }

    /// <summary>How far the spool is durable now; everything that was acknowledged before is within.</summary>
    public async ValueTask<SpoolExtent> ReadExtentAsync()
    {
        var entry = new ExtentEntry();
        writer.Enqueue(entry);
        await entry.Done.ConfigureAwait(false);
        return entry.Extent;
    }

    /// <summary>
    /// Says which messages of earlier runs still need their octets. Until then nothing is deleted.
    /// </summary>
    public void Retain(IEnumerable<Accepted> messages)
    {
        var counts = new Dictionary<int, int>();
        foreach (var extent in messages.SelectMany(message => message.Body))
        {
            counts[extent.Segment] = counts.GetValueOrDefault(extent.Segment) + 1;
        }

        writer.TryEnqueue(new RetainEntry(counts));
    }

    /// <summary>
    /// Says that the octets of a message are needed no longer; a segment without any in use is deleted.
    /// </summary>
    public void Release(Accepted message) => writer.TryEnqueue(new ReleaseEntry(message.Body));

    /// <summary>
    /// The octets of a message in pieces of at most 64 KiB, each valid until the next is asked for. Throws
    /// <see cref="InvalidDataException"/> before the end of a stretch that is damaged.
    /// </summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Accepted message, CancellationToken ct) =>
        files.ReadAsync(message.Body, ct);

    /// <summary>Writes the octets of a message to a pipe as it takes them.</summary>
    public async ValueTask CopyToAsync(Accepted message, PipeWriter target, CancellationToken ct)
    {
        await foreach (var piece in ReadAsync(message, ct).ConfigureAwait(false))
        {
            await target.WriteAsync(piece, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the octets of a message to a stream.</summary>
    public async ValueTask CopyToAsync(Accepted message, Stream target, CancellationToken ct)
    {
        await foreach (var piece in ReadAsync(message, ct).ConfigureAwait(false))
        {
            await target.WriteAsync(piece, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what waits, syncs it and lets go of the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await Retention.DisposeAsync().ConfigureAwait(false);
        await writer.DisposeAsync().ConfigureAwait(false);
        files.Dispose();
        held.Dispose();
    }

    // What waits may have been accepted before the log begins. Mail that is not known is not lost as long as nobody
    // goes on without it.
    private static async ValueTask ThrowWithoutCheckpointAsync(
        IDisk disk, IReadOnlyList<int> numbers, CancellationToken ct)
    {
        try
        {
            var (at, _) = await new CheckpointFile(disk).ReadAsync(_ => { }, ct).ConfigureAwait(false);
            if (numbers.Count(number => number >= at.Segment) <= numbers[^1] - at.Segment)
            {
                throw new InvalidDataException("The checkpoint is older than the log.");
            }
        }
        catch (Exception fault) when (fault is FileNotFoundException or InvalidDataException)
        {
            throw new InvalidDataException(
                $"{fault.Message} The oldest segments of the log were deleted by their age, so nothing says what waits "
                + "from before. Restore the spool's file 'checkpoint' from a backup; or move the folder of the spool "
                + "away to begin with an empty queue.",
                fault);
        }
    }

    private sealed class Subscription : IDisposable
    {
        private readonly GroupWriter writer;
        private readonly IFactObserver observer;

        public Subscription(GroupWriter writer, IFactObserver observer)
        {
            (this.writer, this.observer) = (writer, observer);
            writer.Subscribe(observer);
        }

        public void Dispose() => writer.Unsubscribe(observer);
    }
}
