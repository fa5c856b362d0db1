using Causeway.Watching.Alerts;
using Causeway.Watching.Targets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Watching.Tests.Targets;

/// <summary>In which order, how much at once and how far behind a target is told.</summary>
public class TargetQueueTests
{
    private readonly PausedClock clock = new();

    [Fact]
    public async Task News_are_told_one_by_one_in_their_order()
    {
        var target = new Recorder();
        await using var queue = NewQueue(target);
        queue.Add(News("a"));
        queue.Add(News("b"));

        Assert.Equal(["a"], await target.NextAsync());
        Assert.Equal(["b"], await target.NextAsync());
        Assert.Null(queue.Seen.FailingSince);
    }

    [Fact]
    public async Task What_comes_in_a_pause_is_told_together_after_it()
    {
        var target = new Recorder { Wait = TimeSpan.FromMinutes(10) };
        await using var queue = NewQueue(target);
        queue.Add(News("a"));
        queue.Add(News("b"));
        await clock.Paused.Task.WaitAsync(TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(["a", "b"], await target.NextAsync());
    }

    [Fact]
    public async Task What_is_too_much_is_left_out_and_counted()
    {
        var target = new Recorder { Wait = TimeSpan.FromMinutes(10) };
        await using var queue = NewQueue(target);
        for (var i = 0; i < TargetQueue.Most + 7; i++)
        {
            queue.Add(News($"{i}"));
        }

        await clock.Paused.Task.WaitAsync(TestContext.Current.CancellationToken);
        clock.Advance(TimeSpan.FromMinutes(10));
        var told = await target.NextAsync();
        Assert.Equal((TargetQueue.Most, "7", 7L), (told.Count, told[0], queue.Seen.LeftOut));
    }

    [Fact]
    public async Task A_failure_is_remembered_until_something_is_taken()
    {
        var target = new Recorder { Why = "no" };
        await using var queue = NewQueue(target);

        var failed = await queue.TellNowAsync(News("a"), TestContext.Current.CancellationToken);
        Assert.Equal((Some.Now, "no"), (failed.FailingSince, failed.Why));

        target.Why = null;
        var told = await queue.TellNowAsync(News("b"), TestContext.Current.CancellationToken);
        Assert.Equal((null, null, Some.Now), (told.FailingSince, told.Why, told.ToldAt));
    }

    [Fact]
    public async Task A_target_hears_what_is_its_organizations_and_nothing_of_its_own_failures()
    {
        await using var queue = NewQueue(new Recorder());
        Assert.True(queue.Concerns("contoso", Some.Alert()));
        Assert.False(queue.Concerns("northwind", Some.Alert()));
        Assert.False(queue.Concerns("contoso", Some.Alert(AlertTable.TargetFailing, "recorder")));
        Assert.True(queue.Concerns("contoso", Some.Alert(AlertTable.TargetFailing, "another")));
    }

    [Fact]
    public async Task What_a_queue_did_not_tell_its_successor_tells_first()
    {
        var slow = new Recorder { Wait = TimeSpan.FromMinutes(10) };
        var before = NewQueue(slow);
        before.Add(News("a"));
        before.Add(News("b"));
        await clock.Paused.Task.WaitAsync(TestContext.Current.CancellationToken);
        var target = new Recorder();
        await using var queue = NewQueue(target);

        await queue.TakeOverAsync(before);

        Assert.True(slow.IsDisposed);
        Assert.Equal(["a"], await target.NextAsync());
        Assert.Equal(["b"], await target.NextAsync());
    }

    [Fact]
    public async Task What_was_being_told_when_a_queue_ended_is_told_by_its_successor()
    {
        var hanging = new Recorder { Hangs = true };
        var before = NewQueue(hanging);
        before.Add(News("a"));
        Assert.Equal(["a"], await hanging.NextAsync());
        var target = new Recorder();
        await using var queue = NewQueue(target);

        await queue.TakeOverAsync(before);

        Assert.Equal(["a"], await target.NextAsync());
    }

    [Fact]
    public async Task A_target_goes_with_its_queue()
    {
        var target = new Recorder();
        await NewQueue(target).DisposeAsync();
        Assert.True(target.IsDisposed);
    }

    private static AlertNews News(string subject) =>
        new(AlertEvent.Raised, Some.Now, Some.Alert(subject: subject));

    private TargetQueue NewQueue(IAlertTarget target) => new("contoso", target, clock, NullLogger.Instance);

    // Says when somebody waits for it: only then is it of use to set it ahead.
    private sealed class PausedClock() : FakeTimeProvider(Some.Now)
    {
        public TaskCompletionSource Paused { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Paused.TrySetResult();
            return timer;
        }
    }

    private sealed class Recorder : IAlertTarget, IDisposable
    {
        private readonly System.Threading.Channels.Channel<List<string>> told =
            System.Threading.Channels.Channel.CreateUnbounded<List<string>>();

        public TimeSpan Wait { get; init; }

        public string? Why { get; set; }

        public string Name => "recorder";

        public bool IsSameAs(IAlertTarget other) => other == this;

        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;

        public TimeSpan Pause(DateTimeOffset now) => Wait;

        public bool Hangs { get; init; }

        public async Task<string?> TellAsync(IReadOnlyList<AlertNews> news, CancellationToken ct)
        {
            told.Writer.TryWrite([.. news.Select(one => one.Alert.Subject)]);
            await (Hangs ? Task.Delay(Timeout.Infinite, ct) : Task.CompletedTask);
            return Why;
        }

        public async Task<List<string>> NextAsync() =>
            await told.Reader.ReadAsync(TestContext.Current.CancellationToken);
    }
}
