using System.Buffers;
using Causeway.Core;
using Causeway.Queue.Facts;
using Microsoft.Extensions.Logging;

namespace Causeway.Queue.Spooling;

/// <summary>
/// The one thread that writes a spool. It takes everything that waits as one group: octets first, then facts, one sync
/// of each for the whole group, then everyone who waited goes on. While the disk syncs, the next group gathers.
/// </summary>
internal sealed class GroupWriter : IAsyncDisposable
{
    private readonly GroupQueue queue = new();
    private readonly SegmentAppender facts;
    private readonly SegmentAppender bodies;
    private readonly BodySegments segments;
    private readonly SegmentTimes times;
    private readonly Pressure pressure;
    private readonly FactObservers observers;
    private readonly ILogger logger;
    private readonly TimeProvider clock;
    private readonly InForce<SpoolOptions> options;
    private readonly ITimer syncTimer;
    private readonly TimeSpan syncInterval;
    private readonly SemaphoreSlim room;
    private readonly SyncThread beside = new();
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ArrayBufferWriter<byte> frames = new(64 << 10);
    private readonly FactEncoder encoder = new();
    private readonly List<SpoolEntry> carried = [];
    private ulong group;

    public GroupWriter(
        SegmentAppender facts, SegmentAppender bodies, BodySegments segments, SegmentTimes times, Pressure pressure,
        ulong firstGroup, InForce<SpoolOptions> options, TimeProvider clock, ILogger logger)
    {
        this.pressure = pressure;
        observers = new FactObservers(facts.Number, logger);
        this.facts = facts;
        this.bodies = bodies;
        this.segments = segments;
        this.times = times;
        this.clock = clock;
        this.options = options;
        this.logger = logger;
        group = firstGroup;
        syncInterval = options.Current.SyncInterval;
        room = new SemaphoreSlim(options.Current.WaitingFacts);
        syncTimer = clock.CreateTimer(
            _ => TryEnqueue(new SyncEntry()), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        // A thread of its own: a sync blocks for milliseconds, and the pool has few threads on a small machine.
        new Thread(Run) { IsBackground = true, Name = "spool writer" }.Start();
    }

    public Exception? Fault => queue.Fault;

    /// <summary>Hands an entry to the writer; throws where the spool is closed or failed.</summary>
    public void Enqueue(SpoolEntry entry) => queue.Add(entry);

    public bool TryEnqueue(SpoolEntry entry) => queue.TryAdd(entry);

    /// <summary>Hands in a fact that nobody waits for; waits itself while too many stand in line.</summary>
    public async ValueTask EnqueueInLineAsync(Fact fact, CancellationToken ct)
    {
        await room.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            Enqueue(new FactEntry(fact, Durability.Queued));
        }
        catch
        {
            room.Release();
            throw;
        }
    }

    public void Subscribe(IFactObserver observer) => observers.Add(observer);

    public void Unsubscribe(IFactObserver observer) => observers.Remove(observer);

    public async ValueTask DisposeAsync()
    {
        queue.Close(fault: null);
        await stopped.Task.ConfigureAwait(false);
        await syncTimer.DisposeAsync().ConfigureAwait(false);
        beside.Dispose();
        facts.Dispose();
        bodies.Dispose();
        room.Dispose();
        encoder.Dispose();
    }

    private void Run()
    {
        var taken = new List<SpoolEntry>();
        while (queue.TakeAll(ref taken))
        {
            pressure.WriteBegins();
            WriteGroup(taken);
            observers.TellGroup(pressure.WriteEnded());
            taken.Clear();
        }

        // The last group may have asked for no sync.
        WriteGroup([new SyncEntry()]);
        stopped.SetResult();
    }

    private void WriteGroup(List<SpoolEntry> entries)
    {
        if (queue.Fault is { } fault)
        {
            FailForGood(entries, fault);
            return;
        }

        entries.InsertRange(0, carried);
        carried.Clear();
        RefuseWithoutRoom(entries);
        var isSegmentOver = IsFactSegmentOver;
        if (((bodies.IsFull || isSegmentOver) && !TrySync(entries)) || !TryWrite(entries, isSegmentOver))
        {
            return;
        }

        observers.TellSegment(facts.Number);

        // What asked for no sync does not wait for one: an attempt goes its way while the disk works.
        SettleAll(entries, needSync: false);
        if (entries.Exists(entry => entry.NeedsSync) && !TrySync(entries))
        {
            return;
        }

        SettleAll(entries, needSync: true);

        if (!facts.IsDirty && !bodies.IsDirty)
        {
            segments.DeleteUnused(bodies.Number);
        }

        ArmSyncTimer();
    }

    /// <summary>Writes octets, then facts. A fault, such as a full disk, takes the whole group back.</summary>
    private bool TryWrite(List<SpoolEntry> entries, bool isSegmentOver)
    {
        var (factMark, bodyMark) = (facts.Length, bodies.Length);
        var placed = 0;
        try
        {
            RollWhereFull(isSegmentOver);
            (factMark, bodyMark) = (facts.Length, bodies.Length);
            WriteBodies(entries, ref placed);
            WriteFacts(entries);
            return true;
        }
        catch (Exception error)
        {
            // A segment that was begun before the fault is shorter than the mark of the one before.
            Log.GroupFailed(logger, entries.Count, error);
            TakeBack(entries, placed, factMark, bodyMark, error);
            return false;
        }
    }

    private bool IsFactSegmentOver =>
        facts.IsFull || (facts.Length > 0 && clock.GetUtcNow() - times.OpenSince > options.Current.FactSegmentSpan);

    private void RollWhereFull(bool isSegmentOver)
    {
        if (bodies.IsFull)
        {
            bodies.Roll();
            segments.Add(bodies.Number);
        }

        if (isSegmentOver)
        {
            var (number, octets) = (facts.Number, facts.Length);
            facts.Roll();
            times.Close(number, octets);
        }
    }

    private void WriteBodies(List<SpoolEntry> entries, ref int placed)
    {
        var pieces = new List<ReadOnlyMemory<byte>>();
        var offset = bodies.Length;
        foreach (var entry in entries)
        {
            if (BodyOf(entry) is { } body)
            {
                body.Placed(bodies.Number, offset);
                offset += body.Buffered.Length;
                pieces.Add(body.Buffered);
            }

            placed++;
        }

        if (offset > bodies.Length)
        {
            bodies.Append(pieces);
        }
    }

    private void WriteFacts(List<SpoolEntry> entries)
    {
        frames.ResetWrittenCount();
        foreach (var entry in entries)
        {
            if (entry is CommitEntry commit)
            {
                commit.Place([.. commit.Body.Extents]);
            }

            if (entry.Fact is { } fact)
            {
                encoder.Append(frames, group, fact);
                times.Add(fact.At);
            }
        }

        if (frames.WrittenCount > 0)
        {
            group++;
            facts.Append([frames.WrittenMemory]);
        }
    }

    private bool TrySync(List<SpoolEntry> entries)
    {
        try
        {
            if (bodies.IsDirty && facts.IsDirty)
            {
                beside.RunTogether(bodies.Sync, facts.Sync);
            }
            else
            {
                bodies.Sync();
                facts.Sync();
            }

            return true;
        }
        catch (Exception error)
        {
            // After a failed sync nobody can tell what the disk holds (Linux marks the pages clean all the same), so
            // nothing more may be promised: the spool fails closed, and recovery sorts it out at the next start.
            Log.SyncFailed(logger, entries.Count, error);
            queue.Close(error);
            FailForGood(entries, error);
            return false;
        }
    }

    private void TakeBack(List<SpoolEntry> entries, int placed, long factMark, long bodyMark, Exception error)
    {
        foreach (var body in entries.Take(placed).Select(BodyOf))
        {
            if (body is { Buffered.Length: > 0 })
            {
                body.Unplaced();
            }
        }

        try
        {
            facts.CutTo(Math.Min(factMark, facts.Length));
            bodies.CutTo(Math.Min(bodyMark, bodies.Length));
        }
        catch (Exception second)
        {
            Log.SyncFailed(logger, entries.Count, second);
            queue.Close(second);
        }

        // What happened has happened, and nobody waits for these facts: they go with a later group.
        carried.AddRange(entries.Where(IsInLine));
        entries.RemoveAll(IsInLine);
        FailAll(entries, error);
        ArmSyncTimer();
        if (carried.Count > 0 && entries.Exists(IsMessage))
        {
            // Where a message found no room, a fact may.
            WriteGroup([new SyncEntry()]);
        }
    }

    // Messages stop before the disk is full, so that what becomes of earlier ones can still be written.
    private void RefuseWithoutRoom(List<SpoolEntry> entries)
    {
        if (entries.Exists(IsMessage) && !pressure.HasRoomForMessages)
        {
            FailAll([.. entries.Where(IsMessage)], new IOException("The disk has too little room left."));
            entries.RemoveAll(IsMessage);
        }
    }

    /// <summary>Tells and completes what needs a sync, or what needs none and is thereby done with.</summary>
    private void SettleAll(List<SpoolEntry> entries, bool needSync)
    {
        foreach (var entry in entries)
        {
            if (entry.NeedsSync == needSync)
            {
                if (entry.Fact is { } fact)
                {
                    observers.Tell(fact);
                }

                Settle(entry);
            }
        }

        if (!needSync)
        {
            entries.RemoveAll(static entry => !entry.NeedsSync);
        }
    }

    private void Settle(SpoolEntry entry)
    {
        switch (entry)
        {
            case CommitEntry commit:
                UseLastExtent(commit.Body);
                commit.Body.Committed();
                break;
            case SpillEntry spill:
                UseLastExtent(spill.Body);
                spill.Body.Spilled();
                break;
            case ReleaseEntry release:
                segments.Release(release.Extents);
                break;
            case RetainEntry retain:
                segments.Retain(retain.ExtentsBySegment);
                break;
            case FactEntry when IsInLine(entry):
                room.Release();
                break;
            case ExtentEntry asked:
                asked.Extent = new SpoolExtent(new(facts.Number, facts.Length), new(bodies.Number, bodies.Length));
                break;
        }

        entry.Complete();
    }

    // Earlier extents of the body were counted when they were spilled.
    private void UseLastExtent(BodyWriter body)
    {
        if (!body.Buffered.IsEmpty)
        {
            segments.Use(body.Extents[^1]);
        }
    }

    private void ArmSyncTimer()
    {
        if (queue.Fault is null && (facts.IsDirty || carried.Count > 0 || segments.HasUnused(bodies.Number)))
        {
            syncTimer.Change(syncInterval, Timeout.InfiniteTimeSpan);
        }
    }

    // The spool is over: whoever waits for room in line is let through to hear of it.
    private void FailForGood(List<SpoolEntry> entries, Exception error)
    {
        FailAll(entries, error);
        var inLine = entries.Count(IsInLine);
        if (inLine > 0)
        {
            room.Release(inLine);
        }
    }

    private static void FailAll(List<SpoolEntry> entries, Exception error)
    {
        var reported = new SpoolFaultException("The spool could not store this; nothing of it counts.", error);
        foreach (var entry in entries)
        {
            entry.Fail(reported);
        }
    }

    private static bool IsMessage(SpoolEntry entry) => entry is CommitEntry or SpillEntry;

    private static bool IsInLine(SpoolEntry entry) => entry is FactEntry { Durability: Durability.Queued };

    private static BodyWriter? BodyOf(SpoolEntry entry) =>
        (entry as CommitEntry)?.Body ?? (entry as SpillEntry)?.Body;
}
