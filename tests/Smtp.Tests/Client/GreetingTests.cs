using System.Net;
using System.Net.Sockets;
using Causeway.Core.Topology;
using Causeway.Smtp.Client;

namespace Causeway.Smtp.Tests.Client;

/// <summary>Greeting, EHLO and HELO, and the limits of a reply (RFC 5321 sections 3.1, 3.2, 4.2).</summary>
public sealed class GreetingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Extensions_are_read_without_regard_to_case_and_unknown_ones_passed_over()
    {
        await using var peer = new ScriptedPeer(Some.Hello + """
            S: 250-size 35882577
            S: 250-PIPELINING
            S: 250-8bitmime
            S: 250-AUTH LOGIN plain
            S: 250-ENHANCEDSTATUSCODES
            S: 250-SMTPUTF8
            S: 250-DSN
            S: 250-CHUNKING
            S: 250-STARTTLS
            S: 250 X-UNHEARD-OF 1 2 3
            """);
        await using var connection = await Some.ConnectAsync(peer);
        var offered = connection.Extensions;
        Assert.True(offered is
        {
            Pipelining: true, Size: true, SizeLimit: 35882577, EightBitMime: true, EnhancedStatusCodes: true,
            SmtpUtf8: true, Dsn: true, Chunking: true, StartTls: true,
        });
        Assert.Equal(["LOGIN", "PLAIN"], offered.Authentication.Order());
    }

    [Theory]
    [InlineData("SIZE")]
    [InlineData("SIZE 0")]
    [InlineData("SIZE much")]
    public async Task A_size_without_a_number_sets_no_limit(string offer)
    {
        await using var peer = new ScriptedPeer(Some.Hello + "S: 250 " + offer);
        await using var connection = await Some.ConnectAsync(peer);
        Assert.True(connection.Extensions is { Size: true, SizeLimit: null });
    }

    [Fact]
    public async Task A_server_that_does_not_know_ehlo_gets_helo()
    {
        await using var peer = new ScriptedPeer("""
            S: 220-mx.example
            S: 220 two lines of greeting
            C: EHLO us.example
            S: 502 what?
            C: HELO us.example
            S: 250 mx.example
            C: QUIT
            END
            """);
        await using (var connection = await Some.ConnectAsync(peer))
        {
            Assert.Equal(SmtpExtensions.None, connection.Extensions);
        }

        await peer.DoneAsync();
    }

    [Theory]
    [InlineData("S: 554 5.3.2 no service here", "554 5.3.2 no service here")]
    [InlineData("S: 421 4.7.0 too many", "421 4.7.0 too many")]
    [InlineData("S: 220 hi\nC: EHLO us.example\nS: 421 4.3.2 bye", "421 4.3.2 bye")]
    [InlineData("S: 220 hi\nC: EHLO us.example\nS: 550 5.7.1 x\nC: HELO us.example\nS: 550 5.7.1 go", "550 5.7.1 go")]
    [InlineData("S: 550 9.1.1 a class that there is not", "550 9.1.1 a class that there is not")]
    [InlineData("S: 550 4.1.1 a class that contradicts", "550 4.1.1 a class that contradicts")]
    [InlineData("S: 550", "550 ")]
    public async Task A_refusal_at_the_greeting_is_the_peers_own_reply(string transcript, string expected)
    {
        await using var peer = new ScriptedPeer(transcript + "\nEND");
        var refused = Assert.IsType<ConnectOutcome.NotConnected>(await ConnectAsync(peer));
        Assert.Null(refused.Reason);
        Assert.Equal(expected, refused.Reply.ToString());
        await peer.DoneAsync();
    }

    [Fact]
    public async Task A_reply_line_of_2048_octets_passes_and_a_longer_one_is_a_fault()
    {
        await using var good = new ScriptedPeer("S: 554 " + new string('x', 2044) + "\nEND");
        Assert.IsType<ConnectOutcome.NotConnected>(await ConnectAsync(good));
        await using var bad = new ScriptedPeer("S: 554 " + new string('x', 2045) + "\nEND");
        await Assert.ThrowsAsync<SmtpConnectionBrokenException>(() => ConnectAsync(bad));
        await using var endless = new ScriptedPeer(string.Concat(Enumerable.Repeat("S: 220-on and on\n", 101)) + "END");
        await Assert.ThrowsAsync<SmtpConnectionBrokenException>(() => ConnectAsync(endless));
    }

    [Fact]
    public async Task Control_characters_of_a_reply_reach_no_log()
    {
        await using var peer = new ScriptedPeer("S: 554 a\u001b[31mb\tc\nEND");
        var refused = Assert.IsType<ConnectOutcome.NotConnected>(await ConnectAsync(peer));
        Assert.Equal("a?[31mb?c", refused.Reply.Text);
    }

    [Fact]
    public async Task The_connection_comes_from_the_sites_own_address()
    {
        await using var peer = new ScriptedPeer(Some.Hello + "S: 250 HELP\nC: QUIT\nEND");
        var options = Some.Options() with { Source = IPAddress.Parse("127.0.0.77") };
        await using (await Some.ConnectAsync(peer, options))
        {
        }

        await peer.DoneAsync();
        Assert.Equal(IPAddress.Parse("127.0.0.77"), peer.LastClient!.Address);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_a_fault()
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var target = new SmtpTarget((IPEndPoint)closed.LocalEndPoint!, "mx.example");
        var fault = await Assert.ThrowsAsync<SmtpConnectionBrokenException>(() => SmtpConnection.ConnectAsync(
            target, Some.Options(TlsLevel.None), TimeProvider.System, Ct).AsTask());
        Assert.False(fault.EndOfDataSent);
    }

    private static Task<ConnectOutcome> ConnectAsync(ScriptedPeer peer) =>
        SmtpConnection.ConnectAsync(Some.Target(peer), Some.Options(), TimeProvider.System, Ct).AsTask();
}
