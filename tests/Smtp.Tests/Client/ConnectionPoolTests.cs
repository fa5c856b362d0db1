using Causeway.Core.Replies;
using Causeway.Core.Topology;
using Causeway.Smtp.Client;

namespace Causeway.Smtp.Tests.Client;

/// <summary>Reuse of connections: when, for whom, how often, and what happens where one died.</summary>
public sealed class ConnectionPoolTests
{
    private const string Message = """
        C: MAIL FROM:<ada@us.example>
        C: RCPT TO:<bob@them.example>
        C: DATA
        S: 250 ok
        S: 250 ok
        S: 354 go on
        C: Subject: x
        C: 
        C: Hello
        C: .
        S: 250 2.0.0 done

        """;

    private const string Hello = Some.Hello + "S: 250 PIPELINING\n";
    private const string Goodbye = "C: QUIT\nEND\n";
    private const string Next = "---\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_message_takes_the_same_connection_without_reset()
    {
        await using var peer = new ScriptedPeer(Hello + Message + Message + Goodbye);
        await using (var pool = Pool())
        {
            Assert.False((await SendAsync(pool, peer)).WasReused);
            Assert.True((await SendAsync(pool, peer)).WasReused);
            Assert.Equal(1, pool.IdleCount);
        }

        await peer.DoneAsync();
    }

    [Fact]
    public async Task A_refused_message_is_reset_and_the_connection_used_again()
    {
        await using var peer = new ScriptedPeer(Hello + """
            C: MAIL FROM:<ada@us.example>
            C: RCPT TO:<bob@them.example>
            C: DATA
            S: 250 ok
            S: 550 5.1.1 unknown
            S: 503 5.5.1 no
            C: RSET
            S: 250 ok

            """ + Message + Goodbye);
        await using (var pool = Pool())
        {
            Assert.Equal(550, (await SendAsync(pool, peer)).Result.Final.Code);
            Assert.True((await SendAsync(pool, peer)).WasReused);
        }

        await peer.DoneAsync();
    }

    [Fact]
    public async Task After_its_last_message_a_connection_is_closed()
    {
        await using var peer = new ScriptedPeer(Hello + Message + Message + Goodbye + Next + Hello + Message + Goodbye);
        await using (var pool = Pool(new ConnectionPoolOptions { MaximumMessagesPerConnection = 2 }))
        {
            foreach (var isReused in (bool[])[false, true, false])
            {
                Assert.Equal(isReused, (await SendAsync(pool, peer)).WasReused);
            }
        }

        await peer.DoneAsync();
    }

    [Fact]
    public async Task An_idle_connection_is_closed_at_its_age()
    {
        var clock = new SignallingTime();
        await using var peer = new ScriptedPeer(Hello + Message + Goodbye);
        await using var pool = new ConnectionPool(new ConnectionPoolOptions(), clock);
        await SendAsync(pool, peer);
        clock.Advance(TimeSpan.FromSeconds(30));
        await peer.DoneAsync();
    }

    [Theory]
    [InlineData("S: 421 4.4.2 idle for too long\nSTOP\n")]
    [InlineData("STOP\n")]
    [InlineData("RESET\n")]
    public async Task A_connection_that_died_while_idle_is_noticed_and_replaced(string death)
    {
        await using var peer = new ScriptedPeer(Hello + Message + "WAIT\n" + death + Next + Hello + Message + Goodbye);
        await using (var pool = Pool())
        {
            await SendAsync(pool, peer);
            peer.Signal();
            await peer.FirstClosedAsync();
            Assert.False((await SendAsync(pool, peer)).WasReused);
        }

        await peer.DoneAsync();
    }

    [Theory]
    [InlineData("S: 421 4.4.2 just now\nSTOP\n")]
    [InlineData("STOP\n")]
    public async Task A_reused_connection_that_dies_before_mail_is_accepted_is_replaced(string death)
    {
        await using var peer = new ScriptedPeer(Hello + Message + """
            C: MAIL FROM:<ada@us.example>
            C: RCPT TO:<bob@them.example>
            C: DATA

            """ + death + Next + Hello + Message + Goodbye);
        await using (var pool = Pool())
        {
            await SendAsync(pool, peer);
            var second = await SendAsync(pool, peer);
            Assert.Equal((false, 250), (second.WasReused, second.Result.Final.Code));
        }

        await peer.DoneAsync();
    }

    [Fact]
    public async Task A_reused_connection_that_dies_after_mail_was_accepted_is_a_fault_for_the_queue()
    {
        await using var peer = new ScriptedPeer(
            Hello + Message + Message.Replace("S: 250 2.0.0 done\n", "STOP\n", StringComparison.Ordinal));
        await using var pool = Pool();
        await SendAsync(pool, peer);
        var fault = await Assert.ThrowsAsync<SmtpConnectionBrokenException>(() => SendAsync(pool, peer));
        Assert.True(fault.EndOfDataSent);
        await peer.DoneAsync();
    }

    [Fact]
    public async Task A_fresh_connection_that_dies_is_not_tried_again()
    {
        await using var peer = new ScriptedPeer(Hello + "C: MAIL FROM:<ada@us.example>\nSTOP");
        await using var pool = Pool();
        await Assert.ThrowsAsync<SmtpConnectionBrokenException>(() => SendAsync(pool, peer));
        await peer.DoneAsync();
    }

    [Theory]
    [InlineData("source")]
    [InlineData("name")]
    [InlineData("host")]
    [InlineData("tls")]
    [InlineData("identity")]
    public async Task Whoever_differs_in_anything_that_counts_gets_a_connection_of_its_own(string difference)
    {
        var hello = difference == "name" ? Hello.Replace("EHLO us", "EHLO we", StringComparison.Ordinal) : Hello;
        await using var peer = new ScriptedPeer(Hello + Message + Next + hello + Message);
        await using var pool = Pool();
        await SendAsync(pool, peer);
        using var authority = new TestAuthority();
        var options = difference switch
        {
            "source" => Some.Options() with { Source = System.Net.IPAddress.Parse("127.0.0.78") },
            "name" => Some.Options() with { EhloName = "we.example" },
            "tls" => Some.Options(TlsLevel.Opportunistic),
            _ => Some.Options(),
        };
        var target = difference switch
        {
            "host" => Some.Target(peer) with { HostName = "other.example" },
            "identity" => Some.Target(peer, PeerVerification.ByName("mx.example", [authority.Certificate])),
            _ => Some.Target(peer),
        };
        var result = await pool.SendAsync(
            target, options, Some.Envelope(), Some.Body(), Ct);
        Assert.False(Assert.IsType<PooledSend.Answered>(result).WasReused);
    }

    [Fact]
    public async Task A_refusal_at_connect_is_a_value()
    {
        await using var peer = new ScriptedPeer(Hello + "END");
        await using var pool = Pool();
        var result = await pool.SendAsync(
            Some.Target(peer, PeerVerification.ByName("mx.example", null)), Some.Options(TlsLevel.Verified),
            Some.Envelope(), Some.Body(), Ct);
        Assert.Equal(Reason.TlsRequired, Assert.IsType<PooledSend.NoSession>(result).Outcome.Reason);
    }

    [Fact]
    public async Task No_more_connections_are_kept_than_there_is_room_for()
    {
        await using var peer = new ScriptedPeer(Hello + Message + Goodbye);
        await using var pool = Pool(new ConnectionPoolOptions { MaximumIdle = 0 });
        await SendAsync(pool, peer);
        Assert.Equal(0, pool.IdleCount);
        await peer.DoneAsync();
    }

    private static ConnectionPool Pool(ConnectionPoolOptions? options = null) =>
        new(options ?? new ConnectionPoolOptions(), TimeProvider.System);

    private static Task<PooledSend.Answered> SendAsync(ConnectionPool pool, ScriptedPeer peer) =>
        peer.WithAsync(async () => Assert.IsType<PooledSend.Answered>(await pool.SendAsync(
            Some.Target(peer), Some.Options(), Some.Envelope(), Some.Body(), Ct)));
}
