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
