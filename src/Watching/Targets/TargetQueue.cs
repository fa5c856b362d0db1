using System.Collections.Immutable;
using Causeway.Watching.Alerts;
using Microsoft.Extensions.Logging;

namespace Causeway.Watching.Targets;

/// <summary>
/// What is to be told to one target, in its order, one after another; a target that hangs holds up nobody else. What
/// is too much for it is left out, oldest first, and counted. The target is disposed of with its queue.
/// </summary>
public sealed class TargetQueue : IAsyncDisposable
{
    public const int Most = 100;

    private readonly Lock gate = new();
    private readonly string organization;
    private readonly IAlertTarget target;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Queue<AlertNews> waiting = new();
    private readonly SemaphoreSlim signal = new(0);
    private readonly CancellationTokenSource stopping = new();
    private readonly Task working;
    private IReadOnlyList<AlertNews> telling = [];
    private TargetSeen seen;

    public TargetQueue(string organization, IAlertTarget target, TimeProvider clock, ILogger logger)
    {
        this.organization = organization;
        this.target = target;
        this.clock = clock;
        this.logger = logger;
        seen = new TargetSeen(organization, target.Name);
        working = Task.Run(WorkAsync);
    }

    public TargetSeen Seen
    {
        get
        {
            lock (gate)
            {
                return seen;
            }
        }
    }

    /// <summary>What waits, and what is being told or was when the queue was disposed of.</summary>
    public ImmutableArray<AlertNews> Untold
    {
        get
        {
            lock (gate)
            {
                return [.. telling, .. waiting];
            }
        }
    }

    /// <summary>True where an alert is this target's business: its organization's, and not about itself.</summary>
    public bool Concerns(string organizationOfAlert, Alert alert) =>
        organizationOfAlert == organization
        && !(alert.Id == AlertTable.TargetFailing && alert.Subject == target.Name);

    /// <summary>True where this and another queue tell the same target.</summary>
    public bool IsSameAs(TargetQueue other) =>
        organization == other.organization && target.IsSameAs(other.target);

    /// <summary>True where this and another queue tell the same organization by the same means.</summary>
    public bool IsSameKindAs(TargetQueue other) =>
        organization == other.organization && target.GetType() == other.target.GetType();

    public void Add(AlertNews news) => Add([], [news]);

    /// <summary>Ends another queue; what it did not tell is told by this one, before all else that waits.</summary>
    public async Task TakeOverAsync(TargetQueue other)
    {
        await other.DisposeAsync().ConfigureAwait(false);
        Add(other.Untold, []);
    }

    /// <summary>Tells at once, beside what waits.</summary>
    public async Task<TargetSeen> TellNowAsync(AlertNews news, CancellationToken ct)
    {
        await TellAsync([news], ct).ConfigureAwait(false);
        return Seen;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await working.ConfigureAwait(false);
        stopping.Dispose();
        signal.Dispose();
        (target as IDisposable)?.Dispose();
    }

    private void Add(IReadOnlyList<AlertNews> before, IReadOnlyList<AlertNews> after)
    {
        lock (gate)
        {
            List<AlertNews> all = [.. before, .. waiting, .. after];
            var leftOut = Math.Max(0, all.Count - Most);
            waiting.Clear();
            all.Skip(leftOut).ToList().ForEach(waiting.Enqueue);
            seen = seen with { LeftOut = seen.LeftOut + leftOut };
        }

        if (before.Count + after.Count > 0)
        {
            signal.Release(before.Count + after.Count);
        }
    }

    private async Task WorkAsync()
    {
        try
        {
            while (true)
            {
                await signal.WaitAsync(stopping.Token).ConfigureAwait(false);
                var pause = target.Pause(clock.GetUtcNow());
                if (pause > TimeSpan.Zero)
                {
                    await Task.Delay(pause, clock, stopping.Token).ConfigureAwait(false);
                }

                if (Take(all: pause > TimeSpan.Zero) is { Count: > 0 } news)
                {
                    await TellAsync(news, stopping.Token).ConfigureAwait(false);
                    lock (gate)
                    {
                        telling = [];
                    }
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What stands is told again after the next start, when it is due.
        }
    }

    private List<AlertNews> Take(bool all)
    {
        var taken = new List<AlertNews>();
        lock (gate)
        {
            while (waiting.Count > 0 && (all || taken.Count == 0))
            {
                taken.Add(waiting.Dequeue());
            }

            telling = taken;
        }

        return taken;
    }

    private async Task TellAsync(IReadOnlyList<AlertNews> news, CancellationToken ct)
    {
        string? why;
        try
        {
            why = await target.TellAsync(news, ct).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            why = fault.Message;
        }

        if (why is not null)
        {
            Log.NotTold(logger, news[0].Alert.Id, target.Name, why);
        }

        lock (gate)
        {
            var now = clock.GetUtcNow();
            seen = why is null
                ? seen with { ToldAt = now, FailingSince = null, Why = null }
                : seen with { FailingSince = seen.FailingSince ?? now, Why = why };
        }
    }
}
