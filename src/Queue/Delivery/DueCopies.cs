namespace Causeway.Queue.Delivery;

/// <summary>
/// The order of attempts: of all copies that are due and whose destination has room, the oldest message first. Not for
/// use by two callers at once.
/// </summary>
internal sealed class DueCopies(int perDestination, int together)
{
    private readonly PriorityQueue<Entry, DateTimeOffset> later = new();
    private readonly Dictionary<string, Destination> destinations = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<Destination> open = new(Destination.ByOldest);
    private int running;

    /// <summary>When the next copy that is not due yet becomes due.</summary>
    public DateTimeOffset? NextDue => later.TryPeek(out _, out var due) ? due : null;

    public void Add(PendingCopy copy, DateTimeOffset due) => later.Enqueue(
        new Entry(copy.Message.At, copy.Message.Id, copy.Copy.Number, KeyOf(copy)), due);

    /// <summary>Takes every copy that is due and has room; each holds its room until <see cref="Release"/>.</summary>
    public List<(string Id, int Copy)> Take(DateTimeOffset now)
    {
        while (later.TryPeek(out var entry, out var due) && due <= now)
        {
            later.Dequeue();
            Change(entry.Destination, destination => destination.Ready.Enqueue(entry, entry));
        }

        var taken = new List<(string, int)>();
        while (running < together && open.Min is { } destination)
        {
            var entry = destination.Ready.Peek();
            Change(entry.Destination, changed =>
            {
                changed.Ready.Dequeue();
                changed.Running++;
            });
            running++;
            taken.Add((entry.Id, entry.Copy));
        }

        return taken;
    }

    /// <summary>The attempt at this copy is over.</summary>
    public void Release(string destination)
    {
        running--;
        Change(destination, released => released.Running--);
    }

    /// <summary>True where nothing runs and nothing could.</summary>
    public bool IsIdle(DateTimeOffset now) => running == 0 && open.Count == 0 && !(NextDue <= now);

    public static string KeyOf(PendingCopy copy) => $"{copy.Copy.Kind} {copy.Copy.Next}";

    // The set is ordered by what changes, so a destination leaves it before the change and comes back after.
    private void Change(string key, Action<Destination> change)
    {
        if (!destinations.TryGetValue(key, out var destination))
        {
            destinations.Add(key, destination = new Destination());
        }

        if (destination.Ready.Count > 0)
        {
            open.Remove(destination);
        }

        change(destination);
        if (destination.Ready.Count > 0 && destination.Running < perDestination)
        {
            open.Add(destination);
        }
        else if (destination.Ready.Count == 0 && destination.Running == 0)
        {
            destinations.Remove(key);
        }
    }

    private sealed record Entry(DateTimeOffset Accepted, string Id, int Copy, string Destination) : IComparable<Entry>
    {
        public int CompareTo(Entry? other)
        {
            var order = Accepted.CompareTo(other!.Accepted);
            order = order != 0 ? order : string.CompareOrdinal(Id, other.Id);
            return order != 0 ? order : Copy.CompareTo(other.Copy);
        }
    }

    private sealed class Destination
    {
        public static readonly IComparer<Destination> ByOldest =
            Comparer<Destination>.Create((x, y) => x.Ready.Peek().CompareTo(y.Ready.Peek()));

        public PriorityQueue<Entry, Entry> Ready { get; } = new();

        public int Running { get; set; }
    }
}
