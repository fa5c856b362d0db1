namespace Causeway.Queue.Spooling;

/// <summary>
/// Syncs one file beside the writer's own sync of another: the file system can then make both durable by one commit of
/// its journal. Which of the two is durable first does not matter, since recovery doubts the whole last group.
/// </summary>
internal sealed class SyncThread : IDisposable
{
    private readonly SemaphoreSlim begun = new(0);
    private readonly SemaphoreSlim finished = new(0);
    private readonly Thread thread;
    private Action? work;
    private Exception? fault;

    public SyncThread()
    {
        thread = new Thread(Run) { IsBackground = true, Name = "spool sync" };
        thread.Start();
    }

    /// <summary>Runs both and returns when both are done; throws what either threw.</summary>
    public void RunTogether(Action beside, Action here)
    {
        (work, fault) = (beside, null);
        begun.Release();
        try
        {
            here();
        }
        finally
        {
            finished.Wait();
        }

        if (fault is not null)
        {
            throw new IOException("The sync beside failed.", fault);
        }
    }

    public void Dispose()
    {
        work = null;
        begun.Release();
        thread.Join();
        begun.Dispose();
        finished.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            begun.Wait();
            if (work is null)
            {
                return;
            }

            try
            {
                work();
            }
            catch (Exception error)
            {
                fault = error;
            }

            finished.Release();
        }
    }
}
