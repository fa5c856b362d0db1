using System.Collections.Immutable;

namespace Causeway.Running;

/// <summary>
/// Looks at files once a second, and says which of them have changed: when two looks at a changed file are the same,
/// for then whoever wrote it is done.
/// </summary>
internal sealed class FileWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim oneChange;
    private readonly ITimer timer;

    /// <param name="oneChange">
    /// Held by whoever changes what is in force: nothing that was read before a reload is taken after it.
    /// </param>
    public FileWatch(SemaphoreSlim oneChange, TimeProvider clock)
    {
        this.oneChange = oneChange;
        timer = clock.CreateTimer(_ => LookAtAll(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ImmutableArray<WatchedFile> Files { get; private set; } = [];

    /// <summary>
    /// Looks after these from now on; to be called by whoever changes what is in force. What was taken from a file is
    /// what it held when it was made a <see cref="WatchedFile"/>.
    /// </summary>
    public void Watch(ImmutableArray<WatchedFile> next)
    {
        Files = next;
        timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => timer.Dispose();

    private void LookAtAll()
    {
        // A reload that is under way reads everything itself.
        if (oneChange.Wait(TimeSpan.Zero))
        {
            try
            {
                foreach (var file in Files)
                {
                    file.Look();
                }
            }
            finally
            {
                oneChange.Release();
            }
        }

        timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }
}
