using System.Text;
using Causeway.Core.Replies;
using Causeway.Smtp.Server;

namespace Causeway.Smtp.Tests.Server;

/// <summary>
/// Whatever comes, there is a reply or a closed connection within the limits, and memory stays bounded. Sessions run on
/// the thread of the test, so what that thread allocates is what the session costs.
/// </summary>
public sealed class PressureTests
{
    private const string Start = "HELO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\n";
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public void Input_that_is_cut_off_anywhere_ends_the_session_and_stores_only_what_was_whole()
    {
        var octets = Encoding.UTF8.GetBytes(
            "EHLO c.test\r\nMAIL FROM:<é@b.test> SMTPUTF8 RET=FULL ENVID=x\r\nRCPT TO:<a@b.test> NOTIFY=DELAY\r\n"
            + "DATA\r\nSubject: x\r\n\r\n..\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\n"
            + "BDAT 3\r\na\r\nBDAT 3 LAST\r\nb\r\nAUTH PLAIN x\r\nVRFY a\r\nQUIT\r\n");
        var endOfFirst = Encoding.UTF8.GetString(octets).IndexOf("\r\n.\r\n", StringComparison.Ordinal) + 6;
        string[] whole = ["Subject: x\r\n\r\n.\r\n", "a\r\nb\r\n"];
        for (var length = 0; length <= octets.Length; length++)
        {
            var policy = new FakePolicy();
            var session = new InMemorySession(policy);
            session.Send(octets.AsSpan(0, length));
            session.Leave();
            Assert.True(session.Done.IsCompletedSuccessfully, $"cut behind {length} octets");
            Assert.Equal("closed", policy.Calls[^1]);
            Assert.True(length >= endOfFirst || policy.Stored.Count == 0);
            Assert.All(policy.Stored, stored => Assert.Contains(stored, whole));
        }
    }

    [Theory]
    [InlineData("", "NOOP ", "500 5.5.2")]
    [InlineData("", "AUTH ", "500 5.5.2")]
    [InlineData("DATA\r\n", "x", "550 5.6.0")]
    [InlineData("BDAT 10485763 LAST\r\n", "x", "550 5.6.0")]
    public void A_line_of_10_MB_costs_no_memory(string before, string start, string reply)
    {
        var session = new InMemorySession(new FakePolicy());
        session.Send(Start + before);
        session.Received();
        var allocated = Flood(session, start, new string('x', 64 * 1024), 160);
        session.Send(before.StartsWith("BDAT", StringComparison.Ordinal) ? "\r\n" : "\r\n.\r\n");
        Assert.StartsWith(reply, session.NextLine(), StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine($"{allocated} octets");
        Assert.True(allocated < Megabyte, $"{allocated} octets were allocated");
    }

    [Fact]
    public void A_hundred_thousand_header_fields_are_refused_and_cost_no_memory()
    {
        var session = new InMemorySession(new FakePolicy());
        session.Send(Start + "DATA\r\n");
        session.Received();
        var allocated = Flood(session, "", string.Concat(Enumerable.Repeat("X-Field: y\r\n", 1000)), 100);
        session.Send("\r\n.\r\n");
        Assert.StartsWith("552 5.3.4 The header", session.NextLine(), StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine($"{allocated} octets");
        Assert.True(allocated < 4 * Megabyte, $"{allocated} octets were allocated");
    }

    [Fact]
    public void A_flood_of_commands_is_answered_and_a_flood_of_faults_ends_the_session()
    {
        var policy = new FakePolicy();
        var session = new InMemorySession(policy);
        session.Send(string.Concat(Enumerable.Repeat("NOOP\r\n", 10_000)));
        Assert.Equal(10_001, session.Received().Split("\r\n").Length - 1);
        session.Send(string.Concat(Enumerable.Repeat("XYZZY\r\n", 10_000)));
        Assert.Equal(21, session.Received().Split("\r\n").Length - 1);
        Assert.True(session.Done.IsCompleted);
    }

    [Fact]
    public void NULs_are_content_in_a_message_and_a_fault_in_an_address()
    {
        var policy = new FakePolicy();
        Transcript.Play("""
            S: 220
            C: HELO \0
            S: 501 5.5.4
            C: HELO c.test
            S: 250
            C: MAIL FROM:<a\0@b.test>
            S: 501 5.1.7
            C: MAIL FROM:<"a\0"@b.test>
            S: 501 5.1.7
            C: \0\0\0
            S: 500 5.5.1
            C: MAIL FROM:<>
            S: 250
            C: RCPT TO:<a\0@b.test>
            S: 501 5.1.3
            C: RCPT TO:<a@b.test>
            S: 250
            C: DATA
            S: 354
            C: \0.\0
            C: .
            S: 250
            """, policy);
        Assert.Equal(["\0.\0\r\n"], policy.Stored);
    }

    [Theory]
    [InlineData("", 5)]
    [InlineData("DATA\r\n", 60)]
    [InlineData("BDAT 1000000\r\n", 60)]
    [InlineData("RSET\r\nBDAT 1000000\r\n", 60)]
    public void One_octet_a_minute_holds_a_session_no_longer_than_its_limit(string before, int minutes)
    {
        var policy = new FakePolicy();
        var session = new InMemorySession(policy);
        session.Send(Start + before);
        session.Received();
        var passed = 0;
        for (; passed < 1000 && !session.Done.IsCompleted; passed++)
        {
            session.Send("x");
            session.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(minutes, passed);
        Assert.Contains("421 4.4.2", session.Received(), StringComparison.Ordinal);
        Assert.Empty(policy.Stored);
    }

    [Fact]
    public void Empty_chunks_do_not_hold_a_session_either()
    {
        var session = new InMemorySession(new FakePolicy());
        session.Send(Start);
        for (var i = 0; i < 20 && !session.Done.IsCompleted; i++)
        {
            session.Send("BDAT 0\r\n");
            session.Time.Advance(TimeSpan.FromMinutes(4));
        }

        Assert.True(session.Done.IsCompleted);
        Assert.EndsWith("421 4.4.2 Timeout; closing the connection\r\n", session.Received(), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_guesses_recipients_is_sent_away_after_a_hundred()
    {
        var policy = new FakePolicy();
        var session = new InMemorySession(policy);
        session.Send("HELO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\n");
        for (var i = 0; i < 50; i++)
        {
            session.Send("RSET\r\nMAIL FROM:<>\r\nRCPT TO:<refused@b.test>\r\nRCPT TO:<refused@b.test>\r\n");
        }

        session.Received();
        session.Play("""
            C: RCPT TO:<refused@b.test>
            S: 550 5.7.1
            S: 421 4.7.0 Too many refused recipients
            S: closed
            """);
        Assert.Equal("refused RCPT 421", policy.Refusals.Single());
    }

    [Fact]
    public void A_site_under_pressure_refuses_by_its_policy_and_the_session_recovers_by_itself()
    {
        Transcript.Play("""
            S: 421 4.3.2 The service takes no new connections
            S: closed
            """, new FakePolicy { Greeting = ReplyTable.For(Reason.NotAcceptingConnections) });
        Transcript.Play("""
            S: 220
            C: HELO c.test
            C: MAIL FROM:<full@b.test>
            C: RCPT TO:<a@b.test>
            C: MAIL FROM:<>
            C: RCPT TO:<a@b.test>
            S: 250
            S: 452 4.3.1
            S: 503 5.5.1
            S: 250 2.1.0
            S: 250 2.1.5
            """);
    }

    /// <summary>Sends the block many times; returns the octets that this thread allocated over it.</summary>
    private static long Flood(InMemorySession session, string start, string block, int times)
    {
        var octets = Encoding.UTF8.GetBytes(block);
        session.Send(start);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times; i++)
        {
            session.Send(octets);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
