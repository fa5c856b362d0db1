using Causeway.Smtp.Server;

namespace Causeway.Smtp.Tests.Server;

public sealed class ChunkingTests
{
    private const string Start = "EHLO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\n";

    [Fact]
    public void A_message_in_chunks_is_the_same_as_by_DATA_and_its_dots_stay()
    {
        var policy = new FakePolicy();
        Assert.Equal(
            ["250 2.0.0 Chunk received", "250 2.0.0 Chunk received", "250 2.0.0 Stored", "250 2.0.0 OK"],
            Run("BDAT 9\r\nSubject: BDAT 0\r\nBDAT 12 LAST\r\nx\r\n\r\n..\r\n.\r\nNOOP\r\n", policy));
        Assert.Equal(["Subject: x\r\n\r\n..\r\n.\r\n"], policy.Stored);
        Assert.DoesNotContain("abandoned", policy.Calls);
    }

    [Theory]
    [InlineData("BDAT 1 LAST\r\nx", "x\r\n")]
    [InlineData("BDAT 2\r\nx\rBDAT 1 LAST\r\n\n", "x\r\n")]
    [InlineData("BDAT 0 LAST\r\n", "")]
    public void A_last_line_without_CRLF_gets_one(string chunks, string stored)
    {
        var policy = new FakePolicy();
        Assert.StartsWith("250 2.0.0 Stored", Run(chunks, policy)[^1], StringComparison.Ordinal);
        Assert.Equal([stored], policy.Stored);
    }

    [Theory]
    [InlineData("BDAT 4 LAST\r\na\nb\n", "550 5.6.11")]
    [InlineData("BDAT 2 LAST\r\na\r", "550 5.6.11")]
    [InlineData("BDAT 5 LAST\r\n\n.\n\r\n", "550 5.6.11")]
    public void The_content_obeys_the_rules_for_lines(string chunks, string reply)
    {
        var policy = new FakePolicy();
        Assert.StartsWith(reply, Run(chunks, policy)[^1], StringComparison.Ordinal);
        Assert.Empty(policy.Stored);
        Assert.Contains("abandoned", policy.Calls);
    }

    [Fact]
    public void The_limits_of_lines_header_and_size_hold_over_chunks()
    {
        var limits = new SmtpLimits { TextLine = 20, HeaderBlock = 50, MessageSize = 100 };
        Assert.StartsWith("550 5.6.0", Run("BDAT 10\r\n0123456789BDAT 10\r\n0123456789BDAT 1\r\nx", new(), limits)[^1],
            StringComparison.Ordinal);
        var field = "BDAT 12\r\nName: body\r\n";
        Assert.StartsWith("552 5.3.4 The header", Run(string.Concat(Enumerable.Repeat(field, 5)), new(), limits)[^1],
            StringComparison.Ordinal);
        Assert.StartsWith("552 5.3.4 The message",
            Run("BDAT 2\r\n\r\n" + string.Concat(Enumerable.Repeat(field, 9)), new(), limits)[^1],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_message_stays_refused_up_to_its_last_chunk_and_counts_as_one_error()
    {
        var policy = new FakePolicy();
        var chunks = "BDAT 2\r\na\n" + string.Concat(Enumerable.Repeat("BDAT 6\r\nQUIT\r\n", 50)) + "BDAT 0 LAST\r\n";
        var replies = Run(chunks + "NOOP\r\n", policy);
        Assert.Equal(52, replies.Count(reply => reply.StartsWith("550 5.6.11", StringComparison.Ordinal)));
        Assert.StartsWith("250", replies[^1], StringComparison.Ordinal);
        Assert.Equal(["refused BDAT 550"], policy.Refusals);
    }

    [Theory]
    [InlineData("BDAT 6 LAST\r\nQUIT\r\nNOOP\r\n", "503 5.5.1 Send EHLO")]
    [InlineData("EHLO c.test\r\nBDAT 6\r\nQUIT\r\nNOOP\r\n", "503 5.5.1 Send MAIL")]
    [InlineData("EHLO c.test\r\nMAIL FROM:<>\r\nBDAT 6\r\nQUIT\r\nNOOP\r\n", "503 5.5.1 Send RCPT")]
    public void The_octets_of_a_chunk_out_of_order_are_not_taken_for_commands(string input, string reply)
    {
        var session = new InMemorySession(new FakePolicy());
        session.Send(input);
        var replies = session.Received().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith(reply, replies[^2], StringComparison.Ordinal);
        Assert.StartsWith("250 2.0.0", replies[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_chunk_without_a_length_ends_the_session_because_nobody_knows_where_it_ends() =>
        new InMemorySession(new FakePolicy()).Play("""
            S: 220
            C: HELO c.test
            C: BDAT ten LAST
            C: NOOP
            S: 250
            S: 501 5.5.4
            S: closed
            """);

    [Fact]
    public void BDAT_and_DATA_do_not_mix()
    {
        var policy = new FakePolicy();
        Assert.Equal(["250", "503", "503", "503", "250", "503"], Run(
            "BDAT 1\r\nxDATA\r\nRCPT TO:<a@b.test>\r\nMAIL FROM:<>\r\nRSET\r\nDATA\r\n", policy)
            .Select(line => line[..3]));
        Assert.Contains("abandoned", policy.Calls);
    }

    [Fact]
    public void A_refusal_of_the_policy_holds_for_every_chunk()
    {
        var policy = new FakePolicy { DataRefusal = FakePolicy.No };
        Assert.Equal(["550", "550", "250"],
            Run("BDAT 1\r\nxBDAT 6 LAST\r\nQUIT\r\nNOOP\r\n", policy).Select(line => line[..3]));
        Assert.Empty(policy.Refusals);
    }

    [Fact]
    public void A_sink_that_fails_is_451_for_every_chunk()
    {
        var policy = new FakePolicy { FailsInData = true };
        Assert.Equal(["451", "451", "250"],
            Run("BDAT 1\r\nxBDAT 6 LAST\r\nQUIT\r\nNOOP\r\n", policy).Select(line => line[..3]));
        Assert.Contains("abandoned", policy.Calls);
    }

    [Fact]
    public void A_client_that_leaves_between_chunks_leaves_nothing_behind()
    {
        var policy = new FakePolicy();
        var session = new InMemorySession(policy);
        session.Send(Start + "BDAT 3\r\nx\r\nBDAT 3 LAST\r\ny\r");
        session.Leave();
        Assert.True(session.Done.IsCompleted);
        Assert.Empty(policy.Stored);
        Assert.Contains("abandoned", policy.Calls);
    }

    private static string[] Run(string input, FakePolicy policy, SmtpLimits? limits = null)
    {
        var session = new InMemorySession(
            policy, new SmtpServerOptions { HostName = "mx.test", Limits = limits ?? new() });
        session.Send(Start);
        session.Received();
        session.Send(input);
        return session.Received().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
