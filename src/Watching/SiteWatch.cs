using System.Collections.Immutable;
using Causeway.Core.Topology;
using Causeway.Watching.Alerts;
using Causeway.Watching.Targets;
using Microsoft.Extensions.Logging;

namespace Causeway.Watching;

/// <summary>
/// Looks at a running site once a second, judges what it sees, and tells the targets of what changed. The thresholds
/// are asked for at each look, so that those of a file that was read again hold.
/// </summary>
public sealed class SiteWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FileInterval = TimeSpan.FromMinutes(1);

    // A look at a queue of a million copies takes a while; it is to take no more than a fiftieth of the time.
    private const int Rest = 50;

    private readonly Lock gate = new();
    private readonly Func<Observation> observe;
    private readonly Func<IReadOnlyList<(string Organization, AlertPolicy Policy)>> policies;
    private readonly StatusFile file;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly AlertBoard board;
    private readonly ITimer timer;
    private ImmutableArray<TargetQueue> targets;
    private SiteStatus status;
    private DateTimeOffset writtenAt;
    private bool isOver;

    /// <param name="before">The status of the run before, whose alerts still stand.</param>
    public SiteWatch(
        Func<Observation> observe, Func<IReadOnlyList<(string Organization, AlertPolicy Policy)>> policies,
        ImmutableArray<TargetQueue> targets, StatusFile file, SiteStatus? before, TimeProvider clock,
        ILogger<SiteWatch> logger)
    {
        this.observe = observe;
        this.policies = policies;
        this.targets = targets;
        this.file = file;
        this.clock = clock;
        this.logger = logger;
        board = new AlertBoard(organization =>
            policies().FirstOrDefault(one => one.Organization == organization).Policy ?? policies()[0].Policy);
        board.Restore(before?.Alerts ?? [], before?.Observation.At ?? default);
        timer = clock.CreateTimer(_ => OnTimer(), null, Interval, Timeout.InfiniteTimeSpan);
        status = Look();
    }

    /// <summary>What the last look found.</summary>
    public SiteStatus Status
    {
        get
        {
            lock (gate)
            {
                return status;
            }
        }
    }

    /// <summary>Looks now, and returns what there is.</summary>
    public SiteStatus Look()
    {
        lock (gate)
        {
            var seen = observe() with { Targets = [.. targets.Select(target => target.Seen)] };
            var current = policies();
            var news = board.Take(Judge.Of(seen, current), seen.At);
            foreach (var one in news)
            {
                Tell(one, one.Alert.Organization ?? current[0].Organization);
            }

            status = new SiteStatus(seen, board.Alerts, board.NotShown);
            if (news.Count > 0 || seen.At - writtenAt >= FileInterval || writtenAt > seen.At)
            {
                writtenAt = seen.At;
                file.Write(status);
            }

            return status;
        }
    }

    /// <summary>
    /// Tells these from now on. One that is as it was goes on; what was not told to another goes to its successor of
    /// the same kind, and is left out where there is none.
    /// </summary>
    public async ValueTask RetargetAsync(ImmutableArray<TargetQueue> next)
    {
        ImmutableArray<TargetQueue> before;
        ImmutableArray<TargetQueue> after;
        lock (gate)
        {
            before = targets;
            targets = after = [.. next.Select(one => before.FirstOrDefault(old => old.IsSameAs(one)) ?? one)];
        }

        foreach (var unused in next.Except(after))
        {
            await unused.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var old in before.Except(after))
        {
            if (after.FirstOrDefault(one => one.IsSameKindAs(old)) is { } successor)
            {
                await successor.TakeOverAsync(old).ConfigureAwait(false);
                continue;
            }

            await old.DisposeAsync().ConfigureAwait(false);
            if (old.Untold is { Length: > 0 } untold)
            {
                Log.LeftOut(logger, untold.Length, old.Seen.Name);
            }
        }
    }

    /// <summary>Tells every target that this is a test; how it went.</summary>
    public async Task<TargetSeen[]> TestAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var site = Status.Observation.Site;
        var alert = AlertTable.Raise(
            AlertTable.Test, site, null, "test", $"Somebody asked {site} for a test.", $"the command line at {site}",
            now);
        ImmutableArray<TargetQueue> asked;
        lock (gate)
        {
            asked = targets;
        }

        return await Task.WhenAll(asked.Select(target =>
            target.TellNowAsync(new AlertNews(AlertEvent.Test, now, alert), ct))).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync().ConfigureAwait(false);
        ImmutableArray<TargetQueue> told;
        lock (gate)
        {
            isOver = true;
            file.Write(status);
            (told, targets) = (targets, []);
        }

        foreach (var target in told)
        {
            await target.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Tell(AlertNews news, string organization)
    {
        if (news.Event == AlertEvent.Cleared)
        {
            Log.Cleared(logger, news.Alert.Id, news.Alert.Subject);
        }
        else
        {
            Log.Alert(
                logger, news.Event, news.Alert.Id, news.Alert.Severity, news.Alert.Subject, news.Alert.Found);
        }

        foreach (var target in targets.Where(target => target.Concerns(organization, news.Alert)))
        {
            target.Add(news);
        }
    }

    private void OnTimer()
    {
        var started = clock.GetTimestamp();
        try
        {
            lock (gate)
            {
                if (isOver)
                {
                    return;
                }

                Look();
            }
        }
        catch (Exception fault)
        {
            // On a timer's thread nobody else would catch it, and the next look may see more.
            Log.NotSeen(logger, fault);
        }

        var rest = clock.GetElapsedTime(started) * Rest;
        timer.Change(rest > Interval ? rest : Interval, Timeout.InfiniteTimeSpan);
    }
}
