using System.Collections.Immutable;
using System.Threading.Channels;
using Causeway.Core;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Microsoft.Extensions.Logging;

namespace Causeway.Queue.Delivery;

/// <summary>
/// Brings every copy in the spool to its end: makes attempts when they are due, oldest message first, within limits for
/// each destination and altogether. Hears of new messages from the spool, so it must be made before the first commit.
/// An attempt is in the log before it is made; what became of it, after.
/// </summary>
public sealed class DeliveryScheduler : IFactObserver, IDisposable
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1);

    private readonly object gate = new();
    private readonly Spool spool;
    private readonly AttemptRunner runner;
    private readonly InForce<DeliveryOptions> options;
    private readonly TimeProvider clock;
    private readonly ILogger<DeliveryScheduler> logger;
    private readonly QueueCheckpoints checkpoints;
    private readonly DueCopies due;
    private readonly Dictionary<(string Id, int Copy), (Reached Reached, string? Reply)> running = [];
    private readonly List<Task> attempts = [];
    private readonly List<TaskCompletionSource> idleWaiters = [];
    private readonly CancellationTokenSource cut = new();
    private readonly TaskCompletionSource loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDisposable subscription;
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private QueueState state = new();
    private List<Fact>? early = [];

    /// <param name="random">Spreads the retries; not used by others at the same time.</param>
    public DeliveryScheduler(
        Spool spool, IDeliverer deliverer, INotices notices, DeliveryOptions options, Random random,
        TimeProvider clock, ILogger<DeliveryScheduler> logger)
    {
        this.spool = spool;
        this.options = new InForce<DeliveryOptions>(options);
        this.clock = clock;
        this.logger = logger;
        var ends = new AttemptEnd(notices, this.options, random, logger);
        runner = new AttemptRunner(spool, deliverer, ends, clock, logger);
        checkpoints = new QueueCheckpoints(spool, logger);
        due = new DueCopies(this.options);
        subscription = spool.Subscribe(this);
    }

    /// <summary>True once the log of earlier runs is read.</summary>
    public bool IsLoaded => loaded.Task.IsCompletedSuccessfully;

    /// <summary>Every copy that is pending or held at this moment; none before the log is read.</summary>
    public ImmutableArray<PendingCopy> Pending => Look(copies => copies.ToImmutableArray());

    /// <summary>Looks at every copy that is pending or held at this moment; none before the log is read.</summary>
    public T Look<T>(Func<IEnumerable<PendingCopy>, T> look)
    {
        lock (gate)
        {
            return look(early is null ? state.Copies : []);
        }
    }

    /// <summary>Puts other options in force; what waits keeps the time of its next attempt.</summary>
    public void Change(DeliveryOptions next) => options.Replace(next);

    /// <summary>
    /// Reads the log, then delivers until cancelled; then running attempts have their grace, and the rest is cut and
    /// made again at the next start.
    /// </summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var timer = clock.CreateTimer(_ => Signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            // A long log, read from memory, never waits: the caller goes on while it is read.
            await Task.Run(() => LoadAsync(ct), ct).ConfigureAwait(false);
            while (true)
            {
                StartDue();
                ArmTimer(timer);
                await signal.Reader.ReadAsync(ct).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            loaded.TrySetCanceled(CancellationToken.None);
            await DrainAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Completes when nothing is being tried and nothing is due; what waits for a later attempt may remain.
    /// </summary>
    public Task WhenIdleAsync(CancellationToken ct)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            idleWaiters.Add(waiter);
        }

        Signal();
        return waiter.Task.WaitAsync(ct);
    }

    /// <summary>The copies that match, oldest first; waits until the log is read.</summary>
    public async ValueTask<ImmutableArray<PendingCopy>> FindAsync(QueueFilter filter, CancellationToken ct)
    {
        await loaded.Task.WaitAsync(ct).ConfigureAwait(false);
        return Look(copies => copies.Where(filter.Matches).OrderBy(copy => copy.Message.At).ToImmutableArray());
    }

    /// <summary>
    /// Changes every copy that matches, and returns those that were changed, as they were before. What is being tried
    /// at this moment is left alone. The orders are in the log, durable, on return.
    /// </summary>
    public async ValueTask<ImmutableArray<PendingCopy>> OrderAsync(
        Order order, QueueFilter filter, string who, CancellationToken ct)
    {
        await loaded.Task.WaitAsync(ct).ConfigureAwait(false);
        var changed = ImmutableArray.CreateBuilder<PendingCopy>();
        foreach (var found in await FindAsync(filter, ct).ConfigureAwait(false))
        {
            if (Reserve(found, order, who) is { } copy)
            {
                await RecordAsync(copy, order, who).ConfigureAwait(false);
                changed.Add(copy);
            }
        }

        if (order == Order.Retry)
        {
            ProbeNow(changed);
        }

        return changed.ToImmutable();
    }

    public void OnRecorded(Fact fact)
    {
        lock (gate)
        {
            if (early is not null)
            {
                early.Add(fact);
                return;
            }

            Apply(fact);
        }

        Signal();
    }

    public void OnSegment(int segment)
    {
        lock (gate)
        {
            if (early is null && checkpoints.IsWorthwhile(segment))
            {
                checkpoints.Begin(new LogPosition(segment, 0), state.Picture());
            }
        }
    }

    public void Dispose()
    {
        subscription.Dispose();
        cut.Dispose();
    }

    // Until `early` is gone nobody else touches the state, so that the writer is not held up by a long log.
    private async Task LoadAsync(CancellationToken ct)
    {
        var (from, saved) = await checkpoints.ReadAsync(ct).ConfigureAwait(false);
        state = saved;
        await foreach (var fact in spool.ReadHistoryAsync(from, ct).ConfigureAwait(false))
        {
            state.Apply(fact);
        }

        spool.Retain(state.Messages);
        foreach (var copy in state.Copies.Where(copy => !copy.Remaining.IsEmpty))
        {
            // An attempt without its end was cut by the end of that run.
            due.Add(copy, copy.IsRunning ? DateTimeOffset.MinValue : copy.NextAttempt);
        }

        lock (gate)
        {
            foreach (var fact in early ?? [])
            {
                Apply(fact);
            }

            early = null;
            Log.QueueLoaded(logger, state.Count);
        }

        loaded.TrySetResult();
    }

    private void Apply(Fact fact)
    {
        var finished = state.Apply(fact);
        switch (fact)
        {
            case Accepted message:
                foreach (var copy in message.Copies)
                {
                    Schedule(message.Id, copy.Number);
                }

                break;
            case Ended end when running.Remove((end.Id, end.Copy), out var attempt):
                due.Finish(end.Id, end.Copy, attempt.Reached, attempt.Reply, clock.GetUtcNow());
                Schedule(end.Id, end.Copy);
                break;
            case Ordered order:
                due.Finish(order.Id, order.Copy, Reached.Unknown, null, clock.GetUtcNow());
                Schedule(order.Id, order.Copy);
                break;
        }

        foreach (var message in finished)
        {
            spool.Release(message);
        }
    }

    private void Schedule(string id, int number)
    {
        if (state.Find(id, number) is { Remaining.IsEmpty: false } copy)
        {
            due.Add(copy, copy.NextAttempt);
        }
    }

    private void StartDue()
    {
        var jobs = new List<DeliveryJob>();
        lock (gate)
        {
            foreach (var (id, number, instead) in due.Take(clock.GetUtcNow()))
            {
                if (state.Find(id, number) is { } copy)
                {
                    running.Add((id, number), (Reached.Unknown, null));
                    var attempt = instead is null ? copy.Attempts + 1 : copy.Attempts;
                    jobs.Add(new DeliveryJob(copy.Message, copy.Copy, copy.Remaining, attempt)
                    {
                        Since = copy.Since, IsDelayTold = copy.IsDelayTold, InsteadOfAttempt = instead,
                    });
                }
                else
                {
                    due.Finish(id, number, Reached.Unknown, null, clock.GetUtcNow());
                }
            }
        }

        attempts.RemoveAll(attempt => attempt.IsCompleted);
        attempts.AddRange(jobs.Select(AttemptAsync));
    }

    private void ArmTimer(ITimer timer)
    {
        var idle = new List<TaskCompletionSource>();
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (due.NextDue is { } next)
            {
                var wait = next - now;
                timer.Change(
                    wait < TimeSpan.Zero ? TimeSpan.Zero : wait < LongestSleep ? wait : LongestSleep,
                    Timeout.InfiniteTimeSpan);
            }

            if (due.IsIdle(now))
            {
                idle.AddRange(idleWaiters);
                idleWaiters.Clear();
            }
        }

        foreach (var waiter in idle)
        {
            waiter.TrySetResult();
        }
    }

    private async Task AttemptAsync(DeliveryJob job)
    {
        var key = (job.Message.Id, job.Copy.Number);
        if (await runner.RunAsync(job, Told, cut.Token).ConfigureAwait(false))
        {
            return;
        }

        // A disk that is full, most likely: not before it had time to change.
        PutBack(key.Id, key.Number, clock.GetUtcNow() + options.Current.Schedule.WaitAfter(1));

        void Told(Reached reached, string? reply)
        {
            lock (gate)
            {
                running[key] = (reached, reply);
            }
        }
    }

    private PendingCopy? Reserve(PendingCopy found, Order order, string who)
    {
        lock (gate)
        {
            var (id, number) = (found.Message.Id, found.Copy.Number);
            return state.Find(id, number) is { } copy && !running.ContainsKey((id, number))
                && !copy.Under(order, who).IsEmpty && (copy.Remaining.IsEmpty || due.TryReserve(id, number))
                ? copy
                : null;
        }
    }

    private async ValueTask RecordAsync(PendingCopy copy, Order order, string who)
    {
        try
        {
            var fact = new Ordered
            {
                At = clock.GetUtcNow(),
                Who = who,
                Order = order,
                Id = copy.Message.Id,
                Copy = copy.Copy.Number,
                Results = copy.Under(order, who),
            };
            await spool.RecordAsync(fact, Durability.Synced, CancellationToken.None).ConfigureAwait(false);
        }
        catch (SpoolFaultException)
        {
            PutBack(copy.Message.Id, copy.Copy.Number, copy.NextAttempt);
            throw;
        }
    }

    private void ProbeNow(IEnumerable<PendingCopy> copies)
    {
        lock (gate)
        {
            foreach (var copy in copies)
            {
                due.ProbeNow(copy.Message.Id, copy.Copy.Number, clock.GetUtcNow());
            }
        }

        Signal();
    }

    private void PutBack(string id, int number, DateTimeOffset next)
    {
        lock (gate)
        {
            running.Remove((id, number));
            due.Finish(id, number, Reached.Unknown, null, clock.GetUtcNow());
            if (state.Find(id, number) is { Remaining.IsEmpty: false } copy)
            {
                due.Add(copy, next);
            }
        }

        Signal();
    }

    private async Task DrainAsync()
    {
        var rest = Task.WhenAll([.. attempts, checkpoints.Running]);
        try
        {
            await rest.WaitAsync(options.Current.StopGrace, clock, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.AttemptsCut(logger, attempts.Count(attempt => !attempt.IsCompleted));
            await cut.CancelAsync().ConfigureAwait(false);
            await rest.ConfigureAwait(false);
        }
    }

    private void Signal() => signal.Writer.TryWrite(true);
}
