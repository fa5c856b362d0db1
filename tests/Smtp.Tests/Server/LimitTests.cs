using Causeway.Smtp.Server;

namespace Causeway.Smtp.Tests.Server;

public sealed class LimitTests
{
    private const string Start = "HELO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\nDATA\r\n";

    [Theory]
    [InlineData(998, "250 2.0.0")]
    [InlineData(999, "550 5.6.0")]
    public void A_text_line_has_1000_octets_at_most(int letters, string reply) =>
        Assert.StartsWith(reply, ReplyToMessage($"{new string('x', letters)}\r\n"), StringComparison.Ordinal);

    [Fact]
    public void The_dot_of_transparency_does_not_count_in_the_line() => Assert.StartsWith(
        "250 2.0.0", ReplyToMessage($"..{new string('x', 997)}\r\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData(98, "250 2.0.0")]
    [InlineData(99, "552 5.3.4 The message")]
    public void A_message_has_its_size_at_most(int letters, string reply) => Assert.StartsWith(reply,
        ReplyToMessage($"{new string('x', letters)}\r\n", new() { MessageSize = 100 }), StringComparison.Ordinal);

    [Theory]
    [InlineData(98, "250 2.0.0")]
    [InlineData(99, "552 5.3.4 The header")]
    public void A_header_block_has_its_size_at_most(int letters, string reply) => Assert.StartsWith(reply,
        ReplyToMessage($"{new string('h', letters)}\r\n\r\nbody\r\n", new() { HeaderBlock = 100 }),
        StringComparison.Ordinal);

    [Fact]
    public void Of_many_faults_the_bare_LF_is_named() => Assert.StartsWith("550 5.6.11",
        ReplyToMessage($"{new string('x', 2000)}\r\n.\n\r\n", new() { MessageSize = 100 }), StringComparison.Ordinal);

    [Theory]
    [InlineData("NOOP", 2046, "250")]
    [InlineData("NOOP", 2047, "500 5.5.2 Line too long")]
    [InlineData("AUTH", 12286, "502")]
    [InlineData("AUTH", 12287, "500 5.5.2 Line too long")]
    public void A_command_line_has_its_length_at_most(string verb, int length, string reply)
    {
        var session = Greeted(new());
        session.Send($"{verb} {new string('x', length - verb.Length - 1)}\r\n");
        Assert.StartsWith(reply, session.NextLine(), StringComparison.Ordinal);
        session.Send("NOOP\r\n");
        Assert.StartsWith("250", session.NextLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_has_1000_recipients_then_452_and_goes_to_those()
    {
        var session = Greeted(new());
        var recipients = Enumerable.Range(0, 1001).Select(i => $"RCPT TO:<u{i}@b.test>\r\n");
        session.Send("MAIL FROM:<>\r\n" + string.Concat(recipients));
        var replies = session.Received().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1001, replies.Count(reply => reply.StartsWith("250", StringComparison.Ordinal)));
        Assert.StartsWith("452 4.5.3", replies[^1], StringComparison.Ordinal);
        session.Send("DATA\r\n.\r\n");
        Assert.Contains("250 2.0.0 Stored", session.Received(), StringComparison.Ordinal);
    }

    [Fact]
    public void After_twenty_errors_421_closes_the_connection()
    {
        var session = Greeted(new());
        session.Send(string.Concat(Enumerable.Repeat("XYZZY\r\n", 20)));
        Assert.Equal(20, session.Received().Split("500 5.5.1").Length - 1);
        session.Play("""
            C: XYZZY
            S: 421 4.7.0 Too many errors
            S: closed
            """);
    }

    [Fact]
    public void Recipients_pipelined_behind_a_refused_MAIL_are_no_errors()
    {
        var session = Greeted(new());
        session.Send("MAIL FROM:<refused@b.test>\r\n" + string.Concat(Enumerable.Repeat("RCPT TO:<a@b.test>\r\n", 50)));
        Assert.DoesNotContain("421", session.Received(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_has_a_limited_number_of_connections_and_leaving_frees_one()
    {
        var options = new SmtpServerOptions { HostName = "mx.test", Limits = new() { ConnectionsPerAddress = 1 } };
        var counts = new ConnectionCounts();
        var policy = new FakePolicy();
        var first = new InMemorySession(policy, options, counts: counts);
        new InMemorySession(policy, options, counts: counts).Play("""
            S: 421 4.7.0 Too many connections
            S: closed
            """);
        Assert.Equal(["refused CONNECT 421"], policy.Refusals);
        first.Leave();
        new InMemorySession(policy, options, counts: counts).Play("S: 220");
    }

    [Fact]
    public void Silence_of_five_minutes_before_a_command_is_a_timeout()
    {
        var session = Greeted(new());
        session.Send("NO");
        session.Time.Advance(TimeSpan.FromMinutes(4));
        session.Send("O");
        session.Play("S: silence");
        session.Time.Advance(TimeSpan.FromMinutes(1));
        session.Play("""
            S: 421 4.4.2
            S: closed
            """);
    }

    [Fact]
    public void Silence_of_three_minutes_in_DATA_is_a_timeout_and_the_message_is_abandoned()
    {
        var policy = new FakePolicy();
        var session = new InMemorySession(policy);
        session.Send(Start);
        session.Received();
        session.Time.Advance(TimeSpan.FromMinutes(2));
        session.Send("text\r\n");
        session.Time.Advance(TimeSpan.FromMinutes(2));
        session.Play("S: silence");
        session.Time.Advance(TimeSpan.FromMinutes(1));
        session.Play("""
            S: 421 4.4.2
            S: closed
            """);
        Assert.Contains("abandoned", policy.Calls);
        Assert.Equal(["refused DATA 421"], policy.Refusals);
    }

    private static InMemorySession Greeted(SmtpLimits limits)
    {
        var session = new InMemorySession(
            new FakePolicy(), new SmtpServerOptions { HostName = "mx.test", Limits = limits });
        session.Send("HELO c.test\r\n");
        session.Received();
        return session;
    }

    private static string ReplyToMessage(string content, SmtpLimits? limits = null)
    {
        var session = new InMemorySession(
            new FakePolicy(), new SmtpServerOptions { HostName = "mx.test", Limits = limits ?? new() });
        session.Send(Start);
        session.Received();
        session.Send($"{content}.\r\n");
        return session.NextLine();
    }
}
