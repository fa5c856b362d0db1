namespace Causeway.Queue.Spooling;

/// <summary>What waits for the writer: filled by any thread, emptied as a whole by the writer's.</summary>
internal sealed class GroupQueue
{
    private readonly object gate = new();
    private List<SpoolEntry> waiting = [];
    private bool isClosed;

    /// <summary>The fault of the disk that stopped the spool, if one did.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Hands in an entry; throws where the spool is closed or failed.</summary>
    public void Add(SpoolEntry entry)
    {
        if (!TryAdd(entry))
        {
            ObjectDisposedException.ThrowIf(Fault is null, typeof(Spool));
            throw new SpoolFaultException("The spool stopped after a fault of the disk; start the site again.", Fault!);
        }
    }

    public bool TryAdd(SpoolEntry entry)
    {
        lock (gate)
        {
            if (isClosed)
            {
                return false;
            }

            waiting.Add(entry);
            Monitor.Pulse(gate);
            return true;
        }
    }

    /// <summary>Takes nothing more in; what waits can still be taken out.</summary>
    public void Close(Exception? fault)
    {
        lock (gate)
        {
            isClosed = true;
            Fault ??= fault;
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Waits for entries and takes all of them; false when the queue is closed and empty.</summary>
    public bool TakeAll(ref List<SpoolEntry> taken)
    {
        lock (gate)
        {
            while (waiting.Count == 0)
            {
                if (isClosed)
                {
                    return false;
                }

                Monitor.Wait(gate);
            }

            (taken, waiting) = (waiting, taken);
            return true;
        }
    }
}
