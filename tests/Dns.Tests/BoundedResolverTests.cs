using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Dns.Tests;

/// <summary>One message asks so much of DNS and no more; what is beyond is a temporary fault, not an absence.</summary>
public sealed class BoundedResolverTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly CountingResolver inner = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Questions_beyond_the_budget_are_not_asked()
    {
        var resolver = new BoundedResolver(inner, clock, new ResolverBudget { Questions = 2 });
        Assert.True((await resolver.TxtAsync("a.example", Ct)).IsFound);
        Assert.True((await resolver.TxtAsync("b.example", Ct)).IsFound);
        Assert.Equal(DnsStatus.TemporaryFault, (await resolver.TxtAsync("a.example", Ct)).Status);
        Assert.Equal(2, inner.Asked);
    }

    [Fact]
    public async Task What_its_questions_take_is_added_up_and_what_lies_between_is_not()
    {
        var pending = new TaskCompletionSource<DnsAnswer<string>>();
        inner.Txt = _ => pending.Task;
        var cache = new CachingResolver(inner, clock);
        var resolver = new BoundedResolver(cache, clock, new ResolverBudget { Waiting = TimeSpan.FromSeconds(60) });
        var slow = resolver.TxtAsync("a.example", Ct).AsTask();
        clock.Advance(TimeSpan.FromSeconds(40));
        pending.SetResult(new DnsAnswer<string>(DnsStatus.Found, ["text"], TimeSpan.FromMinutes(1)));
        Assert.True((await slow).IsFound);
        clock.Advance(TimeSpan.FromHours(1));
        inner.Txt = _ => new TaskCompletionSource<DnsAnswer<string>>().Task;
        var slower = resolver.TxtAsync("b.example", Ct).AsTask();
        clock.Advance(TimeSpan.FromSeconds(19));
        Assert.False(slower.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(DnsStatus.TemporaryFault, (await slower).Status);
        Assert.Equal(DnsStatus.TemporaryFault, (await resolver.TxtAsync("c.example", Ct)).Status);
        Assert.Equal(2, inner.Asked);
    }

    [Fact]
    public async Task A_time_that_many_questions_wait_for_counts_once()
    {
        inner.Txt = _ => new TaskCompletionSource<DnsAnswer<string>>().Task;
        var resolver = new BoundedResolver(
            new CachingResolver(inner, clock), clock, new ResolverBudget { Waiting = TimeSpan.FromSeconds(60) });
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20), clock);
        var dead = Enumerable.Range(0, 7).Select(i => resolver.TxtAsync($"k{i}.example", late.Token).AsTask()).ToList();
        clock.Advance(TimeSpan.FromSeconds(20));
        foreach (var one in dead)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        }

        inner.Txt = name => Task.FromResult(new DnsAnswer<string>(DnsStatus.Found, [name], TimeSpan.FromMinutes(1)));
        Assert.True((await resolver.TxtAsync("_dmarc.a.example", Ct)).IsFound);
    }

    [Fact]
    public async Task So_many_are_asked_at_once_and_the_rest_in_their_turn()
    {
        var open = Channel.CreateUnbounded<TaskCompletionSource<DnsAnswer<string>>>();
        inner.Txt = _ =>
        {
            var answer = new TaskCompletionSource<DnsAnswer<string>>();
            Assert.True(open.Writer.TryWrite(answer));
            return answer.Task;
        };
        var resolver = new BoundedResolver(inner, clock, new ResolverBudget { AtOnce = 3 });
        var asked = Enumerable.Range(0, 100).Select(i => resolver.TxtAsync($"k{i}.example", Ct).AsTask()).ToList();
        Assert.Equal(3, open.Reader.Count);
        foreach (var _ in asked)
        {
            var answer = await open.Reader.ReadAsync(Ct);
            Assert.True(open.Reader.Count < 3);
            answer.SetResult(new DnsAnswer<string>(DnsStatus.Found, ["text"], TimeSpan.FromMinutes(1)));
        }

        Assert.All(await Task.WhenAll(asked), answer => Assert.True(answer.IsFound));
    }

    [Fact]
    public async Task Who_waits_for_his_turn_is_told_of_a_fault_when_the_time_is_over()
    {
        inner.Txt = _ => new TaskCompletionSource<DnsAnswer<string>>().Task;
        var resolver = new BoundedResolver(
            new CachingResolver(inner, clock), clock,
            new ResolverBudget { AtOnce = 1, Waiting = TimeSpan.FromSeconds(60) });
        var both = new[] { resolver.TxtAsync("a.example", Ct).AsTask(), resolver.TxtAsync("b.example", Ct).AsTask() };
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.All(await Task.WhenAll(both), answer => Assert.Equal(DnsStatus.TemporaryFault, answer.Status));
        Assert.Equal(1, inner.Asked);
    }

    [Fact]
    public async Task A_turn_that_comes_when_the_time_is_over_asks_nothing()
    {
        var answer = new TaskCompletionSource<DnsAnswer<string>>();
        inner.Txt = _ => answer.Task;
        using var inTheLastMoment = clock.CreateTimer(
            _ => answer.SetResult(new DnsAnswer<string>(DnsStatus.Found, ["text"], TimeSpan.FromMinutes(1))),
            null, TimeSpan.FromSeconds(60), Timeout.InfiniteTimeSpan);
        var resolver = new BoundedResolver(
            inner, clock, new ResolverBudget { AtOnce = 1, Waiting = TimeSpan.FromSeconds(60) });
        var first = resolver.TxtAsync("a.example", Ct).AsTask();
        var second = resolver.TxtAsync("b.example", Ct).AsTask();
        clock.Advance(TimeSpan.FromSeconds(60));
        Assert.True((await first).IsFound);
        Assert.Equal(DnsStatus.TemporaryFault, (await second).Status);
        Assert.Equal(1, inner.Asked);
    }

    [Fact]
    public async Task Who_gives_up_is_not_told_of_a_fault()
    {
        inner.Txt = _ => new TaskCompletionSource<DnsAnswer<string>>().Task;
        var resolver = new BoundedResolver(new CachingResolver(inner, clock), clock, new ResolverBudget());
        using var caller = new CancellationTokenSource();
        var asking = resolver.TxtAsync("a.example", caller.Token).AsTask();
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }
}
