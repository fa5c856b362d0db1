namespace Causeway.Queue.Delivery;

/// <summary>
/// The due copies of one destination in two classes, each oldest first. Small ones go before bulk, but at least one
/// start in four is bulk's where some waits.
/// </summary>
internal sealed class ReadyCopies
{
    private const int BulkEvery = 4;

    private readonly SortedSet<WaitingCopy> small = [];
    private readonly SortedSet<WaitingCopy> bulk = [];
    private int smallInARow;

    public int Count => small.Count + bulk.Count;

    public bool HasSmall => small.Count > 0;

    /// <summary>The copy that goes next; null where there is none of the classes that have room.</summary>
    public WaitingCopy? Next(bool hasRoomForBulk)
    {
        var isTurnOfBulk = small.Count == 0 || smallInARow >= BulkEvery - 1;
        return hasRoomForBulk && bulk.Count > 0 && isTurnOfBulk ? bulk.Min : small.Min;
    }

    public void Add(WaitingCopy copy) => (copy.IsBulk ? bulk : small).Add(copy);

    public void Remove(WaitingCopy copy) => (copy.IsBulk ? bulk : small).Remove(copy);

    public WaitingCopy Take(bool hasRoomForBulk)
    {
        var copy = Next(hasRoomForBulk)!;
        smallInARow = copy.IsBulk ? 0 : smallInARow + 1;
        Remove(copy);
        return copy;
    }

    public void ForEach(Action<WaitingCopy> act)
    {
        foreach (var copy in small.Concat(bulk))
        {
            act(copy);
        }
    }
}
