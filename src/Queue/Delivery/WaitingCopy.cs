namespace Causeway.Queue.Delivery;

/// <summary>Where a copy stands in the order of attempts.</summary>
internal enum Place
{
    /// <summary>Not due yet.</summary>
    Later,

    /// <summary>Due; waits for room.</summary>
    Ready,

    /// <summary>Being tried.</summary>
    Running,

    /// <summary>Being changed by an administrator.</summary>
    Reserved,

    Gone,
}

/// <summary>A copy in the order of attempts. Times are UTC ticks: there are many of these.</summary>
internal sealed class WaitingCopy(Destination destination, DateTimeOffset accepted, string id, int number, bool isBulk)
    : IComparable<WaitingCopy>
{
    private readonly long accepted = accepted.UtcTicks;

    public Destination Destination => destination;

    public string Id => id;

    public int Number => number;

    public bool IsBulk => isBulk;

    public long Due { get; init; }

    /// <summary>When a notice of delay or the expiry is due, attempt or not.</summary>
    public long Turn { get; init; }

    public Place Place { get; set; }

    /// <summary>True where its turn came without an attempt, so that it holds no room of the destination.</summary>
    public bool IsWithoutAttempt { get; set; }

    public int CompareTo(WaitingCopy? other)
    {
        var order = accepted.CompareTo(other!.accepted);
        order = order != 0 ? order : string.CompareOrdinal(id, other.Id);
        return order != 0 ? order : number.CompareTo(other.Number);
    }
}
