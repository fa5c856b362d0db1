using Causeway.Core.Replies;
using Causeway.Smtp.Server;

namespace Causeway.Smtp.Tests.Server;

public sealed class SessionTests
{
    [Fact]
    public void A_message_goes_through_and_its_dots_of_transparency_are_gone()
    {
        var policy = new FakePolicy();
        Transcript.Play("""
            S: 220 mx.test ESMTP
            C: EHLO client.test
            S: 250-mx.test
            S: 250-PIPELINING
            S: 250-SIZE 52428800
            S: 250-8BITMIME
            S: 250-SMTPUTF8
            S: 250-CHUNKING
            S: 250-DSN
            S: 250 ENHANCEDSTATUSCODES
            C: MAIL FROM:<a@b.test> SIZE=100 BODY=8BITMIME
            S: 250 2.1.0
            C: RCPT TO:<Postmaster>
            S: 250 2.1.5
            C: DATA
            S: 354
            C: Subject: dots
            C:
            C: ..
            C: ...x
            C: .
            S: 250 2.0.0 Stored
            C: QUIT
            S: 221 2.0.0
            S: closed
            """, policy);
        Assert.Equal(["Subject: dots\r\n\r\n.\r\n..x\r\n"], policy.Stored);
        Assert.Equal(
            ["reset", "ehlo client.test", "mail <a@b.test>", "rcpt <Postmaster>", "reset", "closed"], policy.Calls);
    }

    [Fact]
    public void A_pipelined_group_is_answered_in_order() => Transcript.Play("""
        S: 220
        C: HELO client.test
        C: MAIL FROM:<a@b.test>
        C: RCPT TO:<refused@b.test>
        C: RCPT TO:<c@b.test>
        C: DATA
        C: .
        C: RSET
        S: 250 mx.test
        S: 250 2.1.0
        S: 550 5.7.1 Refused by the policy
        S: 250 2.1.5
        S: 354
        S: 250 2.0.0 Stored
        S: 250 2.0.0
        """);

    [Fact]
    public void A_fault_of_the_policy_is_451_4_3_0_and_the_session_goes_on() => Transcript.Play("""
        S: 220
        C: HELO client.test
        C: MAIL FROM:<fault@b.test>
        C: MAIL FROM:<a@b.test>
        C: RCPT TO:<fault@b.test>
        S: 250
        S: 451 4.3.0
        S: 250 2.1.0
        S: 451 4.3.0
        """);

    [Fact]
    public void A_sink_that_fails_is_abandoned_and_the_message_read_to_its_end()
    {
        var policy = new FakePolicy { FailsInData = true };
        Transcript.Play("""
            S: 220
            C: HELO client.test
            C: MAIL FROM:<>
            C: RCPT TO:<c@b.test>
            C: DATA
            C: NOOP
            C: .
            C: NOOP
            S: 250
            S: 250 2.1.0
            S: 250 2.1.5
            S: 354
            S: 451 4.3.0
            S: 250 2.0.0
            """, policy);
        Assert.Empty(policy.Stored);
        Assert.Contains("abandoned", policy.Calls);
    }

    [Fact]
    public void A_connection_that_the_policy_refuses_is_closed() => Transcript.Play("""
        S: 550 5.7.1 Refused by the policy
        S: closed
        """, new FakePolicy { Greeting = FakePolicy.No });

    [Fact]
    public void DATA_refused_by_the_policy_ends_the_transaction() => Transcript.Play("""
        S: 220
        C: HELO client.test
        C: MAIL FROM:<>
        C: RCPT TO:<c@b.test>
        C: DATA
        S: 250
        S: 250
        S: 250
        S: 550 5.7.1
        C: DATA
        S: 503 5.5.1 Send MAIL first
        """, new FakePolicy { DataRefusal = FakePolicy.No });

    [Theory]
    [InlineData("EHLO", "501 5.5.4")]
    [InlineData("EHLO two names", "501 5.5.4")]
    [InlineData("HELO (x)", "501 5.5.4")]
    [InlineData("MAIL", "501 5.1.7")]
    [InlineData("MAIL LALA:<a@b.test>", "501 5.1.7")]
    [InlineData("MAIL FROM:a@b.test", "501 5.1.7")]
    [InlineData("MAIL FROM:<postmaster>", "501 5.1.7")]
    [InlineData("MAIL FROM:<\u00e9@b.test>", "553 5.6.7")]
    [InlineData("MAIL FROM:<a@b.test> SIZE=52428801", "552 5.3.4")]
    [InlineData("MAIL FROM:<a@b.test> SIZE=99999999999999999999", "552 5.3.4")]
    [InlineData("MAIL FROM:<a@b.test> SIZE=x", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b.test> SIZE=1 SIZE=1", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b.test> BODY=BINARYMIME", "501 5.5.4")]
    [InlineData("MAIL FROM:<\u00c3\u00a9@b.test> SMTPUTF8", "250 2.1.0")]
    [InlineData("MAIL FROM:<\u00e9@b.test> SMTPUTF8", "501 5.1.7")]
    [InlineData("MAIL FROM:<a@b.test> SMTPUTF8=yes", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b.test> RET=HDRS ENVID=x+2B1", "250 2.1.0")]
    [InlineData("MAIL FROM:<a@b.test> RET=BODY", "501 5.5.4")]
    [InlineData("MAIL FROM:<a@b.test> BY=1", "555 5.5.4")]
    [InlineData("RSET now", "501 5.5.4")]
    [InlineData("QUIT now", "501 5.5.4")]
    [InlineData("VRFY", "501 5.5.4")]
    [InlineData("VRFY ada", "252 2.1.5")]
    [InlineData("VRFY \u00c3\u00a9", "553 5.6.7")]
    [InlineData("VRFY \u00c3\u00a9 SMTPUTF8", "252 2.1.5")]
    [InlineData("HELP MAIL", "214 2.0.0")]
    [InlineData("NOOP anything", "250 2.0.0")]
    [InlineData("STARTTLS", "502 5.5.1")]
    [InlineData("AUTH PLAIN", "502 5.5.1")]
    [InlineData("XYZZY", "500 5.5.1")]
    [InlineData("NOOP\\nNOOP", "500 5.5.2 Bare CR or LF")]
    [InlineData("NOOP\\rNOOP", "500 5.5.2 Bare CR or LF")]
    public void A_command_is_answered(string command, string reply) => Transcript.Play($"""
        S: 220
        C: HELO client.test
        S: 250
        C: {command}
        S: {reply}
        """);

    [Fact]
    public void No_part_of_a_line_with_a_bare_LF_is_taken_for_a_command()
    {
        var policy = new FakePolicy();
        Transcript.Play("""
            S: 220
            C: HELO client.test
            C: NOOP\nMAIL FROM:<a@b.test>
            C: NOOP
            S: 250
            S: 500 5.5.2
            S: 250 2.0.0
            """, policy);
        Assert.DoesNotContain("mail <a@b.test>", policy.Calls);
    }

    [Fact]
    public void Submission_asks_for_a_sign_in_and_never_in_clear() =>
        new InMemorySession(new FakePolicy(), kind: ListenerKind.Submission).Play("""
            S: 220
            C: HELO client.test
            C: MAIL FROM:<a@b.test>
            C: AUTH PLAIN AGFkYQBzZWNyZXQ=
            S: 250
            S: 530 5.7.0
            S: 538 5.7.11
            """);

    [Fact]
    public void The_refusals_of_the_server_reach_the_trace()
    {
        var policy = new FakePolicy();
        Transcript.Play("""
            S: 220
            C: DATA
            C: XYZZY
            S: 503
            S: 500
            """, policy);
        Assert.Equal(["refused DATA 503", "refused (unknown) 500"], policy.Refusals);
    }

    [Fact]
    public void A_client_that_leaves_during_DATA_leaves_nothing_behind()
    {
        var policy = new FakePolicy();
        var session = new InMemorySession(policy);
        session.Send("HELO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\nDATA\r\nhalf a message\r\n.");
        session.Leave();
        Assert.True(session.Done.IsCompleted);
        Assert.Empty(policy.Stored);
        Assert.Equal("abandoned", policy.Calls[^2]);
    }

    [Fact]
    public void A_client_that_sends_all_and_leaves_at_once_is_served_to_the_end()
    {
        var policy = new FakePolicy();
        var session = new InMemorySession(policy);
        session.Send("HELO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\nDATA\r\nall\r\n.\r\nQUIT\r\n");
        session.Leave();
        Assert.Equal(["all\r\n"], policy.Stored);
        Assert.EndsWith("221 2.0.0 Bye\r\n", session.Received(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stop_ends_an_idle_session_with_421_4_3_2()
    {
        var session = new InMemorySession(new FakePolicy());
        session.ServerStops();
        session.Play("""
            S: 220
            S: 421 4.3.2
            S: closed
            """);
    }

    [Fact]
    public void A_stop_waits_for_the_open_transaction()
    {
        var policy = new FakePolicy();
        var session = new InMemorySession(policy);
        session.Play("""
            S: 220
            C: HELO client.test
            C: MAIL FROM:<>
            S: 250
            S: 250
            """);
        session.ServerStops();
        session.Play("""
            S: silence
            C: RCPT TO:<a@b.test>
            C: DATA
            C: .
            S: 250 2.1.5
            S: 354
            S: 250 2.0.0 Stored
            S: 421 4.3.2
            S: closed
            """);
        Assert.Single(policy.Stored);
    }
}
