using Causeway.Shared;

namespace Causeway.Dns.Tests;

/// <summary>Strangers choose what judging asks; delivery does not wait for it.</summary>
public sealed class SiteResolversTests
{
    private const string Zone = """
        $ORIGIN a.example.
        @ 60 IN SOA ns.a.example. admin.a.example. 1 60 60 60 60
        @ 60 IN TXT "text"
        """;

    [Fact]
    public async Task Delivery_asks_while_every_place_of_judging_waits_for_a_dead_server()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var dns = new LoopbackDns(Zone) { Faults = { ["dead.a.example"] = _ => [] } };
        var resolvers = new SiteResolvers(
            new DnsResolverOptions { Servers = [dns.EndPoint], Concurrency = 1 }, TimeProvider.System);
        var dead = resolvers.Judging.TxtAsync("dead.a.example", ct).AsTask();
        Assert.Equal(["text"], (await resolvers.Delivering.TxtAsync("a.example", ct).AsTask().WaitAsync(ct)).Records);
        Assert.False(dead.IsCompleted);
    }
}
