using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Smtp.Client;

namespace Causeway.Smtp.Tests.Client;

public sealed class ExtensionTests
{
    private const string Refused = "S: 550 5.7.1 no\nC: QUIT\nEND";

    private static readonly Envelope Notifying = Some.Envelope() with
    {
        EnvelopeId = "QQ+2B1",
        Return = ReturnContent.Headers,
        Recipients =
        [
            new(EmailAddress.Parse("bob@them.example"), NotifyOn.Success | NotifyOn.Delay, "rfc822;bob+2Bx@b.example"),
            new(EmailAddress.Parse("eve@them.example"), NotifyOn.Never),
            new(EmailAddress.Parse("mal@them.example")),
        ],
    };

    [Fact]
    public async Task What_the_sender_asks_of_notifications_is_passed_on_as_it_came() => await SendAsync("""
        S: 250-DSN
        S: 250 PIPELINING
        C: MAIL FROM:<ada@us.example> RET=HDRS ENVID=QQ+2B1
        C: RCPT TO:<bob@them.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;bob+2Bx@b.example
        C: RCPT TO:<eve@them.example> NOTIFY=NEVER
        C: RCPT TO:<mal@them.example>
        C: DATA
        S: 250 ok
        S: 550 no
        S: 550 no
        S: 550 no
        S: 503 no
        C: RSET
        S: 250 ok
        C: QUIT
        END
        """, Notifying, Some.Body());

    [Fact]
    public async Task A_peer_without_DSN_gets_no_parameters_of_it() => await SendAsync($"""
        S: 250 HELP
        C: MAIL FROM:<ada@us.example>
        {Refused}
        """, Notifying, Some.Body());

    [Fact]
    public async Task SMTPUTF8_is_used_only_where_the_envelope_needs_it()
    {
        await SendAsync($"""
            S: 250 SMTPUTF8
            C: MAIL FROM:<ada@us.example>
            {Refused}
            """, Some.Envelope(), Some.Body());
        await SendAsync($"""
            S: 250 SMTPUTF8
            C: MAIL FROM:<ada@us.example> SMTPUTF8
            {Refused}
            """, Some.Envelope() with { NeedsUtf8 = true }, Some.Body());
    }

    [Fact]
    public async Task Without_SMTPUTF8_nothing_is_sent_and_each_recipient_is_refused_with_5_6_7()
    {
        var result = await SendAsync("""
            S: 250 8BITMIME
            C: QUIT
            END
            """, Some.Envelope("bob@them.example", "eve@them.example") with { NeedsUtf8 = true }, Some.Body());
        Assert.All([0, 1], i => Assert.Equal("5.6.7", result.OutcomeOf(i).Status.ToString()));
        Assert.True(result.OutcomeOf(0).IsPermanent);
        Assert.False(result.TransactionAccepted);
    }

    [Fact]
    public async Task An_original_recipient_in_UTF_8_needs_SMTPUTF8_where_it_is_passed_on()
    {
        var envelope = Some.Envelope() with
        {
            Recipients = [new(EmailAddress.Parse("bob@them.example"), OriginalRecipient: "utf-8;jürgen@b.example")],
        };
        var result = await SendAsync("S: 250 DSN\nC: QUIT\nEND", envelope, Some.Body());
        Assert.Equal("5.6.7", result.OutcomeOf(0).Status.ToString());
        await SendAsync($"S: 250 HELP\nC: MAIL FROM:<ada@us.example>\n{Refused}", envelope, Some.Body());
    }

    [Fact]
    public async Task Without_8BITMIME_content_of_8_bits_is_refused_with_5_6_3_and_the_connection_stays()
    {
        await using var peer = new ScriptedPeer(Some.Hello + $"""
            S: 250 SIZE
            C: MAIL FROM:<ada@us.example> SIZE=21
            {Refused}
            """);
        await peer.WithAsync(async () =>
        {
            await using var connection = await Some.ConnectAsync(peer);
            var result = await SendAsync(connection, Some.Envelope(), Some.Body("Subject: x\r\n\r\né\r\n"));
            Assert.Equal("554 5.6.3", result.OutcomeOf(0).ToString()[..9]);
            Assert.False(result.TransactionAccepted);
            Assert.True(connection.IsReusable);
            return await SendAsync(connection, Some.Envelope(), Some.Body());
        });
        await peer.DoneAsync();
    }

    private static async Task<SendResult> SendAsync(string transcript, Envelope envelope, IMessageBody body)
    {
        await using var peer = new ScriptedPeer(Some.Hello + transcript);
        var result = await peer.WithAsync(async () =>
        {
            await using var connection = await Some.ConnectAsync(peer);
            return await SendAsync(connection, envelope, body);
        });
        await peer.DoneAsync();
        return result;
    }

    private static Task<SendResult> SendAsync(SmtpConnection connection, Envelope envelope, IMessageBody body) =>
        connection.SendAsync(envelope, body, TestContext.Current.CancellationToken).AsTask();
}
