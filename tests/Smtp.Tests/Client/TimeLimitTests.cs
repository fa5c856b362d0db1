using System.IO.Pipelines;
using Causeway.Smtp.Client;

namespace Causeway.Smtp.Tests.Client;

/// <summary>The waits of RFC 5321 section 4.5.3.2, each told apart by a length of its own.</summary>
public sealed class TimeLimitTests
{
    private static readonly SmtpTimeLimits Limits = new()
    {
        Greeting = TimeSpan.FromMinutes(5),
        Command = TimeSpan.FromMinutes(6),
        DataInitiation = TimeSpan.FromMinutes(2),
        DataBlock = TimeSpan.FromMinutes(3),
        DataTermination = TimeSpan.FromMinutes(10),
        Handshake = TimeSpan.FromMinutes(1),
    };

    [Fact]
    public void The_limits_are_the_minima_of_the_rfc()
    {
        var limits = new SmtpTimeLimits();
        Assert.Equal([5, 5, 2, 3, 10], new[]
        {
            limits.Greeting, limits.Command, limits.DataInitiation, limits.DataBlock, limits.DataTermination,
        }.Select(limit => limit.TotalMinutes));
        Assert.Equal(30, limits.Connect.TotalSeconds);
    }

    [Theory]
    [InlineData("the greeting", 5, 1, false, "END")]
    [InlineData("the answer to EHLO", 6, 2, false, "S: 220 hi\nC: EHLO us.example\nEND")]
    [InlineData("the answer to MAIL", 6, 4, false,
        "S: 220 hi\nC: EHLO us.example\nS: 250 hi\nC: MAIL FROM:<ada@us.example>\nEND")]
    [InlineData("the rest of a reply", 6, 4, false,
        "S: 220 hi\nC: EHLO us.example\nS: 250 hi\nC: MAIL FROM:<ada@us.example>\nS: 250-\nEND")]
    [InlineData("the 354", 2, 2, false, """
        S: 220 hi
        C: EHLO us.example
        S: 250 hi
        C: MAIL FROM:<ada@us.example>
        S: 250 ok
        C: RCPT TO:<bob@them.example>
        S: 250 ok
        C: DATA
        END
        """)]
    [InlineData("the answer to the final dot", 10, 1, true, """
        S: 220 hi
        C: EHLO us.example
        S: 250 hi
        C: MAIL FROM:<ada@us.example>
        S: 250 ok
        C: RCPT TO:<bob@them.example>
        S: 250 ok
        C: DATA
        S: 354 go on
        C: Subject: x
        C: 
        C: Hello
        C: .
        END
        """)]
    public async Task A_silent_peer_is_left_after(
        string wait, int minutes, int waits, bool endOfDataSent, string transcript)
    {
        var clock = new SignallingTime();
        await using var peer = new ScriptedPeer(transcript);
        var sending = SendAsync(peer, clock, Some.Body());

        // Sending a command and reading its reply are a wait each; those before the one in question are over.
        for (var i = 0; i < waits; i++)
        {
            await clock.WaitBegunAsync(TimeSpan.FromMinutes(minutes));
        }

        clock.Advance(TimeSpan.FromMinutes(minutes));
        var fault = await Assert.ThrowsAsync<SmtpConnectionBrokenException>(() => sending);
        Assert.True(fault.InnerException is TimeoutException, wait);
        Assert.Equal(endOfDataSent, fault.EndOfDataSent);
        await peer.DoneAsync();
    }

    [Fact]
    public async Task A_peer_that_stops_taking_the_message_is_left_after_the_block_limit()
    {
        var clock = new SignallingTime();
        await using var peer = new ScriptedPeer("""
            S: 220 hi
            C: EHLO us.example
            S: 250 hi
            C: MAIL FROM:<ada@us.example>
            S: 250 ok
            C: RCPT TO:<bob@them.example>
            S: 250 ok
            C: DATA
            S: 354 go on
            WAIT
            """);
        var sending = SendAsync(peer, clock, new OneBlockBody());
        await clock.WaitBegunAsync(Limits.DataBlock);
        clock.Advance(Limits.DataBlock);
        var fault = await Assert.ThrowsAsync<SmtpConnectionBrokenException>(() => sending);
        Assert.IsType<TimeoutException>(fault.InnerException);
        Assert.False(fault.EndOfDataSent);
    }

    [Fact]
    public async Task Cancellation_is_no_fault_of_the_peer()
    {
        await using var peer = new ScriptedPeer("END");
        using var cancel = new CancellationTokenSource();
        var connecting = SmtpConnection.ConnectAsync(
            Some.Target(peer), Some.Options(), TimeProvider.System, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    private static async Task SendAsync(ScriptedPeer peer, SignallingTime clock, IMessageBody body)
    {
        await using var connection = await Some.ConnectAsync(peer, Some.Options() with { Limits = Limits }, clock);
        await connection.SendAsync(Some.Envelope(), body,
            TestContext.Current.CancellationToken);
    }

    /// <summary>More in one block than the buffers of a connection take.</summary>
    private sealed class OneBlockBody : IMessageBody
    {
        public long Length => 64 * 1024 * 1024;

        public async ValueTask CopyToAsync(PipeWriter destination, CancellationToken cancellationToken) =>
            await destination.WriteAsync(Enumerable.Repeat((byte)'x', (int)Length).ToArray(), cancellationToken);
    }
}
