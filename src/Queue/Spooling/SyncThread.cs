namespace Causeway.Queue.Spooling;

/// <summary>
/// Syncs one file beside the writer's own sync of another: the file system can then make both durable by one commit of
/// its journal. Which of the two is durable first does not matter, since recovery doubts the whole last group.
/// </summary>
internal sealed class SyncThread : IDisposable
{
    // A monitor and no semaphore: a sync takes long, and a semaphore spins before it waits.
    private readonly object gate = new();
    private readonly Thread thread;
    private Action? work;
    private Exception? fault;
    private bool isOver;

    public SyncThread()
    {
        thread = new Thread(Run) { IsBackground = true, Name = "spool sync" };
        thread.Start();
    }

    /// <summary>Runs both and returns when both are done; throws what either threw.</summary>
    public void RunTogether(Action beside, Action here)
    {
        lock (gate)
        {
            (work, fault) = (beside, null);
            Monitor.PulseAll(gate);
        }

        try
        {
            here();
        }
        finally
        {
            lock (gate)
            {
                while (work is not null)
                {
                    Monitor.Wait(gate);
                }
            }
        }

        if (fault is not null)
        {
            throw new IOException("The sync beside failed.", fault);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isOver = true;
            Monitor.PulseAll(gate);
        }

        thread.Join();
    }

    private void Run()
    {
        while (TryTake() is { } taken)
        {
            try
            {
                taken();
            }
            catch (Exception error)
            {
                fault = error;
            }

            lock (gate)
            {
                work = null;
                Monitor.PulseAll(gate);
            }
        }
    }

    private Action? TryTake()
    {
        lock (gate)
        {
            while (work is null && !isOver)
            {
                Monitor.Wait(gate);
            }

            return work;
        }
    }
}
