using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Dns.Tests;

/// <summary>Answers are remembered as long as they say, within bounds, and each question is asked once.</summary>
public sealed class CachingResolverTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly CountingResolver inner = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DnsStatus.Found, 60, 60)]
    [InlineData(DnsStatus.Found, 0, 5)]
    [InlineData(DnsStatus.Found, 1_000_000, 86_400)]
    [InlineData(DnsStatus.NoData, 60, 60)]
    [InlineData(DnsStatus.NoSuchName, 60, 60)]
    [InlineData(DnsStatus.NoSuchName, 1_000_000, 900)]
    [InlineData(DnsStatus.NoSuchName, 0, 0)]
    [InlineData(DnsStatus.TemporaryFault, 0, 5)]
    public async Task An_answer_is_remembered_as_long_as_it_says_within_limits(DnsStatus status, int says, int seconds)
    {
        inner.Txt = _ => Answer(status, says);
        var resolver = new CachingResolver(inner, clock);
        Assert.Equal(TimeSpan.FromSeconds(says), (await resolver.TxtAsync("a.example", Ct)).TimeToLive);
        if (seconds > 0)
        {
            clock.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.Equal(status, (await resolver.TxtAsync("A.example.", Ct)).Status);
            Assert.Equal(1, inner.Asked);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        await resolver.TxtAsync("a.example", Ct);
        Assert.Equal(2, inner.Asked);
    }

    [Fact]
    public async Task What_is_left_of_the_time_to_live_is_said()
    {
        var resolver = new CachingResolver(inner, clock);
        await resolver.TxtAsync("a.example", Ct);
        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(TimeSpan.FromSeconds(40), (await resolver.TxtAsync("a.example", Ct)).TimeToLive);
    }

    [Fact]
    public async Task That_dnssec_proves_an_answer_is_remembered_with_it()
    {
        inner.Txt = async _ => (await Answer(DnsStatus.Found, 60)) with { IsAuthenticated = true };
        var resolver = new CachingResolver(inner, clock);
        await resolver.TxtAsync("a.example", Ct);
        Assert.True((await resolver.TxtAsync("a.example", Ct)).IsAuthenticated);
    }

    [Fact]
    public async Task Types_are_told_apart_and_each_is_remembered()
    {
        var address = IPAddress.Parse("192.0.2.1");
        var zone = new FakeZone
        {
            Mx = { ["a.example"] = ["10 mx.a.example"] }, Addresses = { ["a.example"] = ["192.0.2.1", "2001:db8::1"] },
            Pointers = { ["192.0.2.1"] = ["a.example"] }, Cname = { ["alias.example"] = "a.example" },
            Tlsa = { ["a.example"] = ["3 1 1 ab"] },
        };
        var counting = new CountingResolver { Zone = zone };
        var resolver = new CachingResolver(counting, clock);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(new MxRecord(10, "mx.a.example"), Assert.Single(
                (await resolver.MxAsync(DomainName.Parse("a.example"), Ct)).Records));
            Assert.Equal(2, (await resolver.AddressesAsync("a.example", Ct)).Records.Count);
            Assert.Equal(address, Assert.Single(
                (await resolver.AddressesAsync("a.example", AddressFamily.InterNetwork, Ct)).Records));
            Assert.Equal("a.example", Assert.Single((await resolver.PtrAsync(address, Ct)).Records));
            Assert.Equal("a.example", Assert.Single((await resolver.CnameAsync("alias.example", Ct)).Records));
            Assert.Equal("ab", Assert.Single((await resolver.TlsaAsync("a.example", Ct)).Records).Association);
            Assert.Equal("a.example", Assert.Single((await resolver.TxtAsync("a.example", Ct)).Records));
        }

        Assert.Equal(7, counting.Asked);
    }

    [Fact]
    public async Task The_same_question_is_asked_once_for_all_who_wait()
    {
        var pending = new TaskCompletionSource<DnsAnswer<string>>();
        inner.Txt = _ => pending.Task;
        var resolver = new CachingResolver(inner, clock);
        var waiting = Enumerable.Range(0, 20).Select(_ => resolver.TxtAsync("a.example", Ct).AsTask()).ToList();
        var other = resolver.TxtAsync("b.example", Ct).AsTask();
        Assert.Equal(2, inner.Asked);
        pending.SetResult(await Answer(DnsStatus.Found, 60));
        Assert.All(await Task.WhenAll(waiting), answer => Assert.True(answer.IsFound));
        await other;
    }

    [Fact]
    public async Task Who_gives_up_takes_the_answer_from_nobody()
    {
        var pending = new TaskCompletionSource<DnsAnswer<string>>();
        inner.Txt = _ => pending.Task;
        var resolver = new CachingResolver(inner, clock);
        using var caller = new CancellationTokenSource();
        var impatient = resolver.TxtAsync("a.example", caller.Token).AsTask();
        var patient = resolver.TxtAsync("a.example", Ct).AsTask();
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        pending.SetResult(await Answer(DnsStatus.Found, 60));
        Assert.True((await patient).IsFound);
        Assert.Equal(1, inner.Asked);
    }

    [Fact]
    public async Task Who_has_given_up_already_asks_nothing()
    {
        var resolver = new CachingResolver(inner, clock);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await resolver.TxtAsync("a.example", new CancellationToken(canceled: true)));
        Assert.Equal(0, inner.Asked);
    }

    [Fact]
    public async Task An_exception_is_not_remembered()
    {
        inner.Txt = _ => Task.FromException<DnsAnswer<string>>(new InvalidOperationException("no zone"));
        var resolver = new CachingResolver(inner, clock);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await resolver.TxtAsync("a.example", Ct));
        inner.Txt = _ => Answer(DnsStatus.Found, 60);
        Assert.True((await resolver.TxtAsync("a.example", Ct)).IsFound);
    }

    [Fact]
    public async Task The_name_not_asked_for_longest_goes_first()
    {
        var resolver = new CachingResolver(inner, clock, new CachingResolverOptions { MaximumEntries = 2 });
        foreach (var name in (string[])["a", "b", "a", "c", "a"])
        {
            await resolver.TxtAsync(name, Ct);
        }

        Assert.Equal(3, inner.Asked);
        await resolver.TxtAsync("b", Ct);
        Assert.Equal(4, inner.Asked);
    }

    [Fact]
    public async Task Large_answers_fill_it_sooner_and_too_large_ones_are_not_remembered()
    {
        inner.Txt = name => Task.FromResult(new DnsAnswer<string>(
            DnsStatus.Found, [new string('x', name[0] == 'l' ? 6_000 : 2_000)], TimeSpan.FromMinutes(1)));
        var resolver = new CachingResolver(inner, clock, new CachingResolverOptions { MaximumOctets = 10_000 });
        foreach (var name in (string[])["a", "b", "l", "a", "b"])
        {
            await resolver.TxtAsync(name, Ct);
        }

        Assert.Equal(3, inner.Asked);
        await resolver.TxtAsync("c", Ct);
        await resolver.TxtAsync("a", Ct);
        Assert.Equal(5, inner.Asked);
    }

    [Fact]
    public void What_is_found_is_what_was_added_last_and_never_too_old() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[1, 9], Gen.Int[0, 4]).Array[1, 60].Sample(steps =>
        {
            var time = new FakeTimeProvider();
            var store = new AnswerStore(time, maximumEntries: 4, maximumOctets: 100_000);
            var model = new Dictionary<int, DateTimeOffset>();
            foreach (var (name, seconds, pause) in steps)
            {
                var found = store.Find<string>(new AnswerKey("txt", $"{name}"));
                Assert.True(found is null || model[name] > time.GetUtcNow());
                store.Add(new AnswerKey("txt", $"{name}"),
                    new DnsAnswer<string>(DnsStatus.Found, [$"{name}"], default), TimeSpan.FromSeconds(seconds));
                model[name] = time.GetUtcNow() + TimeSpan.FromSeconds(seconds);
                Assert.Equal($"{name}", store.Find<string>(new AnswerKey("txt", $"{name}"))!.Records[0]);
                time.Advance(TimeSpan.FromSeconds(pause));
            }
        });

    private static Task<DnsAnswer<string>> Answer(DnsStatus status, int seconds) => Task.FromResult(
        new DnsAnswer<string>(status, status == DnsStatus.Found ? ["text"] : [], TimeSpan.FromSeconds(seconds)));
}
