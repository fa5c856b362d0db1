using System.Collections.Immutable;

namespace Causeway.Running;

/// <summary>
/// Looks at files once a second, and says which of them have changed: when two looks at a changed file are the same,
/// for then whoever wrote it is done.
/// </summary>
internal sealed class FileWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly ITimer timer;
    private ImmutableArray<WatchedFile> files = [];

    public FileWatch(TimeProvider clock) =>
        timer = clock.CreateTimer(_ => LookAtAll(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>
    /// Looks after these from now on. What was taken from a file is what it held when it was made a
    /// <see cref="WatchedFile"/>.
    /// </summary>
    public void Watch(IEnumerable<WatchedFile> next)
    {
        lock (gate)
        {
            files = [.. next];
        }

        timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => timer.Dispose();

    private void LookAtAll()
    {
        ImmutableArray<WatchedFile> now;
        lock (gate)
        {
            now = files;
        }

        foreach (var file in now)
        {
            file.Look();
        }

        timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }
}
