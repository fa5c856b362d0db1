using Causeway.Core;

namespace Causeway.Queue.Delivery;

/// <summary>
/// The order of attempts: of all copies that are due and whose destination has room, the oldest message first; a
/// destination that does not answer gets one attempt at a time, by the retry schedule. Not for use by two callers at
/// once.
/// </summary>
internal sealed class DueCopies(InForce<DeliveryOptions> options)
{
    private readonly Dictionary<(string Id, int Copy), WaitingCopy> copies = [];
    private readonly Dictionary<string, Destination> destinations = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<Destination> open = new(Destination.ByOldest);

    // These three hold what may have changed since; a look at the copy or destination tells.
    private readonly PriorityQueue<WaitingCopy, long> later = new();
    private readonly PriorityQueue<WaitingCopy, long> turns = new();
    private readonly PriorityQueue<Destination, long> probes = new();
    private int running;
    private DateTimeOffset latest;

    /// <summary>When something is to be done that is not to be done yet.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            Prune();
            var next = long.MaxValue;
            next = later.TryPeek(out _, out var due) ? Math.Min(next, due) : next;
            next = turns.TryPeek(out _, out var turn) ? Math.Min(next, turn) : next;
            next = probes.TryPeek(out _, out var probe) ? Math.Min(next, probe) : next;
            return next == long.MaxValue ? null : new DateTimeOffset(next, TimeSpan.Zero);
        }
    }

    /// <summary>
    /// A copy waits until it is due, or behind a dead destination for the probe; one that is known already begins anew.
    /// </summary>
    public void Add(PendingCopy pending, DateTimeOffset due)
    {
        Remove(pending.Message.Id, pending.Copy.Number);
        var key = Destination.KeyOf(pending);
        if (!destinations.TryGetValue(key, out var destination))
        {
            destinations.Add(key, destination = new Destination(key, options));
        }

        var copy = new WaitingCopy(
            destination, pending.Message.At, pending.Message.Id, pending.Copy.Number, options.Current.IsBulk(pending))
        {
            Due = due.UtcTicks,
            Turn = options.Current.Schedule.NextTurn(pending).UtcTicks,
        };
        copies.Add((copy.Id, copy.Number), copy);
        destination.Copies++;
        if (destination.DeadUntil > latest)
        {
            // Whatever its own time, its place behind the probe is that of its age: the oldest goes first.
            MakeReady(copy);
        }
        else
        {
            later.Enqueue(copy, copy.Due);
        }
    }

    /// <summary>
    /// The destination of a copy, if it is dead, is probed now and not when the schedule says.
    /// </summary>
    public void ProbeNow(string id, int number, DateTimeOffset now)
    {
        if (copies.TryGetValue((id, number), out var copy))
        {
            latest = now;
            Change(copy.Destination, destination => destination.ProbeNow(now));
        }
    }

    /// <summary>Takes every copy that may start; each holds its room until <see cref="Finish"/>.</summary>
    public List<Started> Take(DateTimeOffset now)
    {
        latest = now;
        var started = new List<Started>();
        while (later.TryPeek(out var copy, out var due) && due <= now.UtcTicks)
        {
            later.Dequeue();
            if (copy.Place == Place.Later && copy.Due == due)
            {
                MakeReady(copy);
            }
        }

        while (probes.TryPeek(out var destination, out var at) && at <= now.UtcTicks)
        {
            probes.Dequeue();
            Change(destination, _ => { });
            if (running < options.Current.Together && destination.Stands is not null)
            {
                // Before the turns below, which would take the oldest away to tell of its delay.
                Start(destination, started);
            }
        }

        TakeTurns(now, started);
        while (running < options.Current.Together && open.Min is { } destination)
        {
            Start(destination, started);
        }

        return started;
    }

    /// <summary>
    /// Keeps a copy from being tried, for a change by an administrator; false where it is being tried or is not known.
    /// </summary>
    public bool TryReserve(string id, int number)
    {
        if (!copies.TryGetValue((id, number), out var copy) || copy.Place is Place.Running or Place.Reserved)
        {
            return false;
        }

        Change(copy.Destination, destination => destination.Ready.Remove(copy));
        copy.Place = Place.Reserved;
        return true;
    }

    /// <summary>The attempt, or the change, is over; the copy waits no more until it is added again.</summary>
    public void Finish(string id, int number, Reached reached, string? reply, DateTimeOffset now)
    {
        if (!copies.TryGetValue((id, number), out var copy))
        {
            return;
        }

        latest = now;
        var destination = copy.Destination;
        if (copy.Place == Place.Running)
        {
            running--;
            var wasDead = destination.DeadUntil is not null;
            Change(destination, changed => changed.Finish(copy, reached, reply, now));
            Follow(destination, wasDead);
        }

        Remove(id, number);
    }

    /// <summary>True where nothing runs and nothing could.</summary>
    public bool IsIdle(DateTimeOffset now) => running == 0 && open.Count == 0 && !(NextDue <= now);

    private void Start(Destination destination, List<Started> started)
    {
        WaitingCopy copy = null!;
        Change(destination, changed => copy = changed.Start());
        running++;
        started.Add(new Started(copy.Id, copy.Number, null));
    }

    private void Remove(string id, int number)
    {
        if (!copies.Remove((id, number), out var copy))
        {
            return;
        }

        if (copy.Place == Place.Ready)
        {
            Change(copy.Destination, destination => destination.Ready.Remove(copy));
        }

        copy.Place = Place.Gone;
        if (--copy.Destination.Copies == 0)
        {
            Close(copy.Destination);
            destinations.Remove(copy.Destination.Key);
        }
    }

    private void MakeReady(WaitingCopy copy)
    {
        copy.Place = Place.Ready;
        Change(copy.Destination, destination => destination.Ready.Add(copy));
        if (copy.Destination.DeadUntil is not null)
        {
            turns.Enqueue(copy, copy.Turn);
        }
    }

    // A copy that waits behind a dead destination still has its notice of delay and its expiry, without an attempt.
    private void TakeTurns(DateTimeOffset now, List<Started> started)
    {
        while (running < options.Current.Together && turns.TryPeek(out var copy, out var turn) && turn <= now.UtcTicks)
        {
            turns.Dequeue();
            if (copy.Place == Place.Ready && copy.Destination.DeadUntil is not null)
            {
                Change(copy.Destination, destination => destination.StartWithoutAttempt(copy));
                running++;
                started.Add(new Started(copy.Id, copy.Number, copy.Destination.LastReply ?? ""));
            }
        }
    }

    private void Follow(Destination destination, bool wasDead)
    {
        if (destination.DeadUntil is not null && !wasDead)
        {
            // From now on the probe decides for all: when it succeeds they go, the oldest first.
            destination.Ready.ForEach(copy => turns.Enqueue(copy, copy.Turn));
            var waiting = copies.Values
                .Where(copy => copy.Destination == destination && copy.Place == Place.Later).ToList();
            waiting.ForEach(MakeReady);
        }
    }

    // What became of a copy or destination since it was put in line makes its place in line void.
    private void Prune()
    {
        while (later.TryPeek(out var copy, out var due) && (copy.Place != Place.Later || copy.Due != due))
        {
            later.Dequeue();
        }

        while (turns.TryPeek(out var copy, out _)
            && (copy.Place != Place.Ready || copy.Destination.DeadUntil is null))
        {
            turns.Dequeue();
        }

        while (probes.TryPeek(out var destination, out var at)
            && (destination.DeadUntil?.UtcTicks != at || destination.Ready.Count == 0))
        {
            probes.Dequeue();
            destination.ProbeInLine = null;
        }
    }

    // The set is ordered by what changes, so a destination leaves it before the change and comes back after.
    private void Change(Destination destination, Action<Destination> change)
    {
        Close(destination);
        change(destination);
        if (destination.IsOpen(latest))
        {
            destination.Stands = destination.First;
            open.Add(destination);
        }
        else if (destination.DeadUntil is { } until && until > latest && destination.Ready.Count > 0
            && destination.ProbeInLine != until)
        {
            destination.ProbeInLine = until;
            probes.Enqueue(destination, until.UtcTicks);
        }
    }

    private void Close(Destination destination)
    {
        if (destination.Stands is not null)
        {
            open.Remove(destination);
            destination.Stands = null;
        }
    }
}

/// <summary>A copy whose turn it is: an attempt, or without one a reply that stands for it.</summary>
internal readonly record struct Started(string Id, int Copy, string? InsteadOfAttempt);
