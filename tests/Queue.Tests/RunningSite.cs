using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Microsoft.Extensions.Logging.Abstractions;

namespace Causeway.Queue.Tests;

/// <summary>A spool with its scheduler, and everything that the log said while it ran.</summary>
internal sealed class RunningSite : IFactObserver, IAsyncDisposable
{
    private readonly TimeSpan limit = TimeSpan.FromSeconds(20);
    private readonly CancellationTokenSource stop = new();
    private readonly Task run;
    private readonly List<Fact> heard = [];
    private readonly SemaphoreSlim more = new(0);

    public RunningSite(Spool spool, IDeliverer deliverer, DeliveryOptions options, TimeProvider clock)
    {
        Spool = spool;
        Notices = new SpooledNotices(spool);
        Scheduler = new DeliveryScheduler(
            spool, deliverer, Notices, options, new Random(1), clock, NullLogger<DeliveryScheduler>.Instance);
        spool.Subscribe(this);
        run = Scheduler.RunAsync(stop.Token);
    }

    public Spool Spool { get; }

    public DeliveryScheduler Scheduler { get; }

    public SpooledNotices Notices { get; }

    public IReadOnlyList<Fact> Heard
    {
        get
        {
            lock (heard)
            {
                return [.. heard];
            }
        }
    }

    public Task IdleAsync() => Scheduler.WhenIdleAsync(TestContext.Current.CancellationToken).WaitAsync(limit);

    public void OnRecorded(Fact fact)
    {
        lock (heard)
        {
            heard.Add(fact);
        }

        more.Release();
    }

    public async Task UntilAsync(Predicate<Fact> condition)
    {
        while (true)
        {
            lock (heard)
            {
                if (heard.Exists(condition))
                {
                    return;
                }
            }

            Assert.True(await more.WaitAsync(limit));
        }
    }

    public async Task StopAsync()
    {
        await stop.CancelAsync();
        await run;
        Scheduler.Dispose();
        await Spool.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
