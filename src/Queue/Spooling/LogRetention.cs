using Causeway.Core;
using Causeway.Storage;
using Microsoft.Extensions.Logging;

namespace Causeway.Queue.Spooling;

/// <summary>
/// Deletes the oldest segments of the log when every fact in them is older than traces are kept, and when a picture of
/// the queue stands for them (docs/adr/0022-keeping-traces.md). The last segment stays.
/// </summary>
internal sealed class LogRetention : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly IDisk disk;
    private readonly SegmentTimes times;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly ITimer timer;
    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly CancellationTokenSource stop = new();
    private readonly InForce<SpoolOptions> options;
    private volatile int pictureAt;
    private int holds;
    private bool isDisposed;

    public LogRetention(
        IDisk disk, SegmentTimes times, InForce<SpoolOptions> options, TimeProvider clock, ILogger logger)
    {
        this.disk = disk;
        this.times = times;
        this.options = options;
        this.clock = clock;
        this.logger = logger;
        timer = clock.CreateTimer(_ => OnTimer(), null, Interval, Interval);
    }

    /// <summary>What the clock started last.</summary>
    public Task Running { get; private set; } = Task.CompletedTask;

    /// <summary>A picture of the queue is on the disk which stands for every segment before this one.</summary>
    public Task PictureWrittenAsync(int segment)
    {
        pictureAt = segment;
        return ExpireAsync();
    }

    /// <summary>Deletes nothing until as often ended as begun; what is being deleted is gone on return.</summary>
    public async ValueTask BeginHoldAsync(CancellationToken ct)
    {
        await oneAtATime.WaitAsync(ct).ConfigureAwait(false);
        Interlocked.Increment(ref holds);
        oneAtATime.Release();
    }

    public void EndHold() => Interlocked.Decrement(ref holds);

    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        await timer.DisposeAsync().ConfigureAwait(false);

        await stop.CancelAsync().ConfigureAwait(false);
        await Running.ConfigureAwait(false);
        stop.Dispose();
        oneAtATime.Dispose();
    }

    private void OnTimer()
    {
        if (Running.IsCompleted)
        {
            Running = Task.Run(ExpireAsync);
        }
    }

    private async Task ExpireAsync()
    {
        if (options.Current.KeepFacts is not { } age)
        {
            return;
        }

        try
        {
            await oneAtATime.WaitAsync(stop.Token).ConfigureAwait(false);
            try
            {
                if (Volatile.Read(ref holds) > 0)
                {
                    return;
                }

                await DeleteBeforeAsync(clock.GetUtcNow() - age).ConfigureAwait(false);
            }
            finally
            {
                oneAtATime.Release();
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // What is old stays a while longer.
            if (error is IOException)
            {
                Log.LogNotShortened(logger, error);
            }
        }
    }

    private async Task DeleteBeforeAsync(DateTimeOffset time)
    {
        var old = new List<int>();
        var lengths = disk.ListFiles(SegmentNames.Facts).ToDictionary(entry => entry.Name, entry => entry.Length);
        foreach (var number in SegmentNames.In(disk, SegmentNames.Facts).TakeWhile(number => number < pictureAt))
        {
            var octets = lengths.GetValueOrDefault(SegmentNames.FileOf(number));
            if ((await times.FindAsync(number, octets, stop.Token).ConfigureAwait(false)).Last >= time)
            {
                break;
            }

            old.Add(number);
        }

        if (old.Count == 0)
        {
            return;
        }

        // The picture may be that of a process which died before it could make its name durable: then a loss of power
        // would bring back an older one, which needs these segments.
        disk.SyncFolder("");
        foreach (var number in old)
        {
            disk.Delete(SegmentNames.Of(SegmentNames.Facts, number));
        }

        disk.SyncFolder(SegmentNames.Facts);
        times.ForgetBefore(old[^1] + 1);
        Log.LogShortened(logger, old.Count, old[^1] + 1);
    }
}
