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
    public async Task A_question_ends_with_the_time_of_the_budget_and_later_ones_are_not_asked()
    {
        inner.Txt = _ => new TaskCompletionSource<DnsAnswer<string>>().Task;
        var cache = new CachingResolver(inner, clock);
        var resolver = new BoundedResolver(cache, clock, new ResolverBudget { Time = TimeSpan.FromSeconds(60) });
        clock.Advance(TimeSpan.FromSeconds(59));
        var slow = resolver.TxtAsync("a.example", Ct).AsTask();
        Assert.False(slow.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(DnsStatus.TemporaryFault, (await slow).Status);
        Assert.Equal(DnsStatus.TemporaryFault, (await resolver.TxtAsync("b.example", Ct)).Status);
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
