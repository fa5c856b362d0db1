using System.Collections.Immutable;
using System.Threading.Channels;
using Causeway.Core.Replies;
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
    private readonly IDeliverer deliverer;
    private readonly AttemptEnd ends;
    private readonly DeliveryOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<DeliveryScheduler> logger;
    private readonly QueueState state = new();
    private readonly DueCopies due;
    private readonly Dictionary<(string Id, int Copy), string> running = [];
    private readonly List<Task> attempts = [];
    private readonly List<TaskCompletionSource> idleWaiters = [];
    private readonly CancellationTokenSource cut = new();
    private readonly IDisposable subscription;
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private List<Fact>? early = [];

    public DeliveryScheduler(
        Spool spool, IDeliverer deliverer, INotices notices, DeliveryOptions options, TimeProvider clock,
        ILogger<DeliveryScheduler> logger)
    {
        this.spool = spool;
        this.deliverer = deliverer;
        this.options = options;
        ends = new AttemptEnd(notices, options.Schedule, logger);
        this.clock = clock;
        this.logger = logger;
        due = new DueCopies(options.PerDestination, options.Together);
        subscription = spool.Subscribe(this);
    }

    /// <summary>Every copy that is pending or held at this moment.</summary>
    public ImmutableArray<PendingCopy> Pending
    {
        get
        {
            lock (gate)
            {
                return [.. state.Copies];
            }
        }
    }

    /// <summary>
    /// Reads the log, then delivers until cancelled; then running attempts have their grace, and the rest is cut and
    /// made again at the next start.
    /// </summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var timer = clock.CreateTimer(_ => Signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        try
        {
            await LoadAsync(ct).ConfigureAwait(false);
            while (true)
            {
                StartDue();
                ArmTimer(timer);
                await signal.Reader.ReadAsync(ct).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
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

    public void Dispose()
    {
        subscription.Dispose();
        cut.Dispose();
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        await foreach (var fact in spool.ReadHistoryAsync(ct).ConfigureAwait(false))
        {
            state.Apply(fact);
        }

        lock (gate)
        {
            spool.Retain(state.Messages);
            foreach (var copy in state.Copies.Where(copy => !copy.Remaining.IsEmpty))
            {
                // An attempt without its end was cut by the end of that run.
                due.Add(copy, copy.IsRunning ? DateTimeOffset.MinValue : copy.NextAttempt);
            }

            foreach (var fact in early ?? [])
            {
                Apply(fact);
            }

            early = null;
            Log.QueueLoaded(logger, state.Count);
        }
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
            case Ended end when running.Remove((end.Id, end.Copy), out var destination):
                due.Release(destination);
                Schedule(end.Id, end.Copy);
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
            foreach (var (id, number) in due.Take(clock.GetUtcNow()))
            {
                if (state.Find(id, number) is { } copy)
                {
                    running.Add((id, number), DueCopies.KeyOf(copy));
                    jobs.Add(new DeliveryJob(copy.Message, copy.Copy, copy.Remaining, copy.Attempts + 1)
                    {
                        IsDelayTold = copy.IsDelayTold,
                    });
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

    /// <summary>One attempt, from its record to the record of its end. Never throws.</summary>
    private async Task AttemptAsync(DeliveryJob job)
    {
        try
        {
            var begun = new Attempted
            {
                At = clock.GetUtcNow(), Id = job.Message.Id, Copy = job.Copy.Number, Attempt = job.Attempt,
            };
            await spool.RecordAsync(begun, Durability.Written, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            Log.AttemptNotRecorded(logger, job.Message.Id, job.Copy.Number, fault);
            PutBack(job);
            return;
        }

        try
        {
            if (await DeliverAsync(job).ConfigureAwait(false) is { } report)
            {
                var end = await ends.OfAsync(job, report, clock.GetUtcNow(), cut.Token).ConfigureAwait(false);
                var outcome = end.Results[0].Outcome;
                Log.Attempted(logger, job.Message.Id, job.Copy.Number, job.Attempt, outcome, job.Copy.Next);

                // Facts that wait in line outlive a full disk; the observer frees the room of this attempt.
                await spool.RecordAsync(end, Durability.Queued, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested)
        {
            // Cut while a notice was written: the attempt is made again at the next start.
        }
        catch (Exception fault)
        {
            // The spool is closed or failed; the attempt is made again at the next start.
            Log.EndNotRecorded(logger, job.Message.Id, job.Copy.Number, fault);
        }
    }

    private async ValueTask<DeliveryReport?> DeliverAsync(DeliveryJob job)
    {
        if (job.Copy.Kind == DestinationKind.Held)
        {
            // Routing found no way, and said why.
            return new DeliveryReport(
                [.. job.Recipients.Select(recipient => new Result(recipient, Outcome.Held, job.Copy.Next))], null);
        }

        try
        {
            return await deliverer.DeliverAsync(job, cut.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception fault)
        {
            Log.DelivererFailed(logger, job.Message.Id, job.Copy.Number, fault);
            var reply = ReplyTable.For(Reason.LocalFault).ToString();
            return new DeliveryReport(
                [.. job.Recipients.Select(recipient => new Result(recipient, Outcome.Deferred, reply))], null);
        }
    }

    private void PutBack(DeliveryJob job)
    {
        lock (gate)
        {
            if (running.Remove((job.Message.Id, job.Copy.Number), out var destination))
            {
                due.Release(destination);
            }

            if (state.Find(job.Message.Id, job.Copy.Number) is { Remaining.IsEmpty: false } copy)
            {
                due.Add(copy, clock.GetUtcNow() + options.Schedule.WaitAfter(1));
            }
        }

        Signal();
    }

    private async Task DrainAsync()
    {
        var rest = Task.WhenAll(attempts);
        try
        {
            await rest.WaitAsync(options.StopGrace, clock, CancellationToken.None).ConfigureAwait(false);
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
