namespace Causeway.Transport.Sending;

/// <summary>
/// A sum over the time just past, in slots: what was added counts until its whole slot has left the span, so that it
/// is never forgotten early. Holds so many slots as the span has, at most.
/// </summary>
internal sealed class SlidingCount(TimeSpan span, TimeSpan slot)
{
    private readonly LinkedList<(long Slot, int Count)> slots = [];
    private int total;

    /// <summary>What was added within the span before a time.</summary>
    public int At(DateTimeOffset now)
    {
        while (slots.First is { Value: var first } && (first.Slot + 1) * slot.Ticks + span.Ticks <= now.UtcTicks)
        {
            total -= first.Count;
            slots.RemoveFirst();
        }

        return total;
    }

    /// <summary>Adds at a time; negative to take back what was added at the same time.</summary>
    public void Add(DateTimeOffset now, int count)
    {
        At(now);

        // A clock that was set back adds to the slot that is the last.
        var number = now.UtcTicks / slot.Ticks;
        AddTo(slots.Last is { } last ? Math.Max(last.Value.Slot, number) : number, count);
    }

    /// <summary>Adds what happened before what was added already, to its own time.</summary>
    public void AddPast(DateTimeOffset then, int count) => AddTo(then.UtcTicks / slot.Ticks, count);

    private void AddTo(long number, int count)
    {
        total += count;
        var before = slots.Last;
        while (before is not null && before.Value.Slot > number)
        {
            before = before.Previous;
        }

        if (before is not null && before.Value.Slot == number)
        {
            before.Value = (number, before.Value.Count + count);
        }
        else if (before is null)
        {
            slots.AddFirst((number, count));
        }
        else
        {
            slots.AddAfter(before, (number, count));
        }
    }
}
