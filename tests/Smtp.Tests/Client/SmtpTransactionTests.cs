using System.IO.Pipelines;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Replies;
using Causeway.Smtp.Client;

namespace Causeway.Smtp.Tests.Client;

/// <summary>MAIL, RCPT, DATA as the client speaks them (RFC 5321 section 3.3, RFC 2920).</summary>
public sealed class SmtpTransactionTests
{
    [Fact]
    public async Task Without_pipelining_every_reply_is_awaited()
    {
        var result = await SendAsync("""
            S: 250 8BITMIME
            C: MAIL FROM:<ada@us.example> BODY=8BITMIME
            S: 250 2.1.0 ok
            C: RCPT TO:<bob@them.example>
            S: 250 2.1.5 ok
            C: DATA
            S: 354 go on
            C: Subject: x
            C: 
            C: Hello
            C: .
            S: 250 2.0.0 queued as 7
            C: QUIT
            END
            """, Some.Recipients("bob@them.example"));
        Assert.Equal("250 2.0.0 queued as 7", result.Final.ToString());
        Assert.Equal("250 2.1.5 ok", Assert.Single(result.PerRecipient).ToString());
    }

    [Fact]
    public async Task With_pipelining_mail_rcpt_and_data_go_out_in_one_write()
    {
        var result = await SendAsync("""
            S: 250-SIZE 1000000
            S: 250-PIPELINING
            S: 250 ENHANCEDSTATUSCODES
            C: MAIL FROM:<ada@us.example> SIZE=21
            C+ RCPT TO:<bob@them.example>
            C+ RCPT TO:<alice@them.example>
            C+ DATA
            S: 250 2.1.0 ok
            S: 250 2.1.5 bob
            S: 250 2.1.5 alice
            S: 354 go on
            C: Subject: x
            C: 
            C: Hello
            C: .
            S: 250 2.0.0 ok
            C: QUIT
            END
            """, Some.Recipients("bob@them.example", "alice@them.example"));
        Assert.Equal(["bob", "alice"], result.PerRecipient.Select(reply => reply.Text));
        Assert.True(result.Final.IsPositive);
    }

    [Fact]
    public async Task A_null_reverse_path_is_written_as_empty_brackets()
    {
        await using var peer = new ScriptedPeer(Some.Hello + """
            S: 250 HELP
            C: MAIL FROM:<>
            S: 550 5.7.1 no bounces here
            C: QUIT
            END
            """);
        var result = await SendAsync(peer, ReversePath.Null, Some.Recipients("bob@them.example"), Some.Body());
        Assert.Equal("550 5.7.1 no bounces here", result.Final.ToString());
        Assert.Equal(result.Final, result.OutcomeOf(0));
        Assert.False(result.TransactionAccepted);
    }

    [Fact]
    public async Task Refused_recipients_do_not_keep_the_others_from_their_mail()
    {
        var result = await SendAsync("""
            S: 250 PIPELINING
            C: MAIL FROM:<ada@us.example>
            C: RCPT TO:<no@them.example>
            C: RCPT TO:<bob@them.example>
            C: RCPT TO:<later@them.example>
            C: DATA
            S: 250 ok
            S: 550-5.1.1 no such
            S: 550 5.1.1 user
            S: 250 2.1.5 ok
            S: 452 4.5.3 too many
            S: 354 go on
            C: Subject: x
            C: 
            C: Hello
            C: .
            S: 250 2.0.0 done
            C: QUIT
            END
            """, Some.Recipients("no@them.example", "bob@them.example", "later@them.example"));
        Assert.Equal(["550 5.1.1 no such user", "250 2.0.0 done", "452 4.5.3 too many"],
            Enumerable.Range(0, 3).Select(i => result.OutcomeOf(i).ToString()));
    }

    [Fact]
    public async Task When_all_are_refused_and_data_too_the_transaction_is_reset_and_the_connection_goes_on()
    {
        var result = await SendAsync("""
            S: 250 PIPELINING
            C: MAIL FROM:<ada@us.example>
            C: RCPT TO:<no@them.example>
            C: DATA
            S: 250 ok
            S: 550 5.1.1 no such user
            S: 554 5.5.1 no valid recipients
            C: RSET
            S: 250 ok
            C: QUIT
            END
            """, Some.Recipients("no@them.example"));
        Assert.Equal("550 5.1.1 no such user", result.OutcomeOf(0).ToString());
        Assert.Equal(result.OutcomeOf(0), result.Final);
    }

    [Fact]
    public async Task When_all_are_refused_without_pipelining_data_is_not_asked_for()
    {
        var result = await SendAsync("""
            S: 250 HELP
            C: MAIL FROM:<ada@us.example>
            S: 250 ok
            C: RCPT TO:<no@them.example>
            S: 550 5.1.1 no such user
            C: RSET
            S: 250 ok
            C: QUIT
            END
            """, Some.Recipients("no@them.example"));
        Assert.Equal(550, result.Final.Code);
    }

    [Fact]
    public async Task Data_granted_for_nobody_is_ended_by_a_lone_dot()
    {
        var result = await SendAsync("""
            S: 250 PIPELINING
            C: MAIL FROM:<ada@us.example>
            C: RCPT TO:<no@them.example>
            C: DATA
            S: 250 ok
            S: 550 5.1.1 no such user
            S: 354 go on
            C: .
            S: 250 2.0.0 taken for nobody
            C: QUIT
            END
            """, Some.Recipients("no@them.example"));
        Assert.Equal((550, 550), (result.Final.Code, result.OutcomeOf(0).Code));
    }

    [Fact]
    public async Task A_refused_mail_decides_for_all_recipients_whatever_the_pipelined_replies_say()
    {
        var result = await SendAsync("""
            S: 250 PIPELINING
            C: MAIL FROM:<ada@us.example>
            C: RCPT TO:<bob@them.example>
            C: DATA
            S: 451 4.7.1 greylisted
            S: 503 5.5.1 MAIL first
            S: 503 5.5.1 RCPT first
            C: QUIT
            END
            """, Some.Recipients("bob@them.example"));
        Assert.Equal("451 4.7.1 greylisted", result.OutcomeOf(0).ToString());
        Assert.Equal("451 4.7.1 greylisted", result.Final.ToString());
    }

    [Theory]
    [InlineData("250", true)]
    [InlineData("450", true)]
    [InlineData("421", false)]
    public async Task The_last_reply_decides_whether_another_message_may_follow(string code, bool isReusable)
    {
        await using var peer = new ScriptedPeer(Some.Hello + $"""
            S: 250 PIPELINING
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
            S: {code} that was it
            """);
        await using var connection = await Some.ConnectAsync(peer);
        var result = await peer.WithAsync(() => SendAsync(connection, Some.Recipients("bob@them.example")));
        Assert.Equal((code, isReusable),
            (result.Final.Code.ToString(System.Globalization.CultureInfo.InvariantCulture), connection.IsReusable));
    }

    [Fact]
    public async Task A_421_in_the_middle_ends_the_transaction_and_defers_who_was_accepted_before()
    {
        await using var peer = new ScriptedPeer(Some.Hello + """
            S: 250 PIPELINING
            C: MAIL FROM:<ada@us.example>
            C: RCPT TO:<bob@them.example>
            C: RCPT TO:<alice@them.example>
            C: RCPT TO:<carol@them.example>
            C: DATA
            S: 250 ok
            S: 250 ok
            S: 421 4.3.2 shutting down
            STOP
            """);
        await using var connection = await Some.ConnectAsync(peer);
        var result = await peer.WithAsync(() => SendAsync(connection,
            Some.Recipients("bob@them.example", "alice@them.example", "carol@them.example")));
        Assert.All(Enumerable.Range(0, 3), i => Assert.Equal(421, result.OutcomeOf(i).Code));
        Assert.False(connection.IsReusable);
    }

    [Fact]
    public async Task More_than_a_hundred_recipients_go_out_in_batches()
    {
        var names = Enumerable.Range(1, 150).Select(i => $"r{i}@them.example").ToArray();
        var script = new StringBuilder(
            Some.Hello + "S: 250 PIPELINING\nC: MAIL FROM:<ada@us.example>\n");
        Append(names[..100], "S: 250 ok");
        Append(names[100..], null);
        await using var peer = new ScriptedPeer(script.ToString() + """
            S: 354 go on
            C: Subject: x
            C: 
            C: Hello
            C: .
            S: 250 done
            """);
        var result = await SendAsync(peer, Some.Sender, Some.Recipients(names), Some.Body());
        Assert.Equal(150, result.PerRecipient.Count(reply => reply.IsPositive));

        void Append(string[] batch, string? first)
        {
            script.AppendJoin('\n', batch.Select(name => $"C: RCPT TO:<{name}>")).Append('\n');
            script.Append(first is null ? "C: DATA\n" : first + "\n");
            script.AppendJoin('\n', batch.Select(_ => "S: 250 ok")).Append('\n');
        }
    }

    [Fact]
    public async Task Internationalized_addresses_are_sent_only_to_servers_that_take_them()
    {
        var result = await SendAsync("""
            S: 250 PIPELINING
            C: QUIT
            END
            """, Some.Recipients("jürgen@them.example"));
        Assert.Equal("5.6.7", result.OutcomeOf(0).Status.ToString());

        await SendAsync("""
            S: 250 SMTPUTF8
            C: MAIL FROM:<ada@us.example> SMTPUTF8
            S: 550 5.7.1 no
            """, Some.Recipients("jürgen@them.example"));
    }

    [Theory]
    [InlineData("S: 250 ok\nSTOP", false)]
    [InlineData("S: 250 ok\nS: 250 ok\nS: 354 go on\nC: Subject: x\nC: \nC: Hello\nC: .\nSTOP", true)]
    [InlineData("S: 250 ok\nS: 250 ok\nS: 354 go on\nC: Subject: x\nC: \nC: Hello\nC: .\nRESET", true)]
    [InlineData("S: 250 ok\nS: 250 ok\nS: 250 this is no answer to DATA\nEND", false)]
    [InlineData("S: 250 ok\nS: 250 ok\nS: 354 go on\nC: Subject: x\nC: \nC: Hello\nC: .\nS: 354 more\nEND", true)]
    [InlineData("S: 250 ok\nS: hello\nEND", false)]
    [InlineData("S: 250-ok\nS: 251 ok\nEND", false)]
    public async Task A_broken_connection_says_whether_the_message_may_have_arrived(string rest, bool endOfDataSent)
    {
        await using var peer = new ScriptedPeer(Some.Hello + """
            S: 250 PIPELINING
            C: MAIL FROM:<ada@us.example>
            C: RCPT TO:<bob@them.example>
            C: DATA

            """ + rest);
        var connection = await Some.ConnectAsync(peer);
        var fault = await Assert.ThrowsAsync<SmtpConnectionBrokenException>(
            () => SendAsync(connection, Some.Recipients("bob@them.example")));
        Assert.Equal(endOfDataSent, fault.EndOfDataSent);
        Assert.False(connection.IsReusable);
        await connection.DisposeAsync();
        await peer.DoneAsync();
    }

    [Fact]
    public async Task A_body_that_cannot_be_read_to_its_end_is_never_ended_by_a_dot()
    {
        await using var peer = new ScriptedPeer(Some.Hello + """
            S: 250-PIPELINING
            S: 250 8BITMIME
            C: MAIL FROM:<ada@us.example> BODY=8BITMIME
            C: RCPT TO:<bob@them.example>
            C: DATA
            S: 250 ok
            S: 250 ok
            S: 354 go on
            END
            """);
        var connection = await Some.ConnectAsync(peer);
        await Assert.ThrowsAsync<IOException>(async () => await connection.SendAsync(
            Some.Envelope(), new HalfBody(),
            TestContext.Current.CancellationToken));
        await connection.DisposeAsync();
        await peer.DoneAsync();
    }

    private static async Task<SendResult> SendAsync(string transcript, EmailAddress[] recipients)
    {
        await using var peer = new ScriptedPeer(Some.Hello + transcript);
        return await SendAsync(peer, Some.Sender, recipients, Some.Body());
    }

    private static async Task<SendResult> SendAsync(
        ScriptedPeer peer, ReversePath from, EmailAddress[] recipients, IMessageBody body)
    {
        var result = await peer.WithAsync(async () =>
        {
            await using var connection = await Some.ConnectAsync(peer);
            return await connection.SendAsync(
                Envelope.Plain(from, recipients), body, TestContext.Current.CancellationToken);
        });
        await peer.DoneAsync();
        return result;
    }

    private static Task<SendResult> SendAsync(SmtpConnection connection, EmailAddress[] recipients) =>
        connection.SendAsync(
            Envelope.Plain(Some.Sender, recipients), Some.Body(), TestContext.Current.CancellationToken).AsTask();

    private sealed class HalfBody : IMessageBody
    {
        public long Length => 1000;

        public async ValueTask CopyToAsync(PipeWriter destination, CancellationToken cancellationToken)
        {
            await destination.WriteAsync("Subject: half\r\n"u8.ToArray(), cancellationToken);
            throw new IOException("The disk is gone.");
        }
    }
}
