using System.Buffers;
using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Replies;
using Causeway.Mail.Dsn;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Smtp.Server;
using Causeway.Smtp.Wire;
using Causeway.Transport.Delivering;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Transport.Tests.Receiving;

/// <summary>
/// What MAIL and RCPT say beside addresses, from the session to the log and from there to the next hop.
/// </summary>
public sealed class EnvelopeTests : IAsyncLifetime
{
    private static readonly ReversePath Alice = ReversePath.Parse("alice@fabrikam.example");

    private readonly string folder = Directory.CreateTempSubdirectory("causeway-envelope-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private SmallSite site = null!;

    public async ValueTask InitializeAsync() => site = await SmallSite.StartAsync(folder, Some.Cloud, clock);

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_the_envelope_said_is_in_the_log()
    {
        var mail = new MailCommand(Alice) { EnvelopeId = "QQ1", Return = ReturnContent.Headers };
        var grace = new RcptCommand(new ForwardPath(Some.Grace))
        {
            Notify = NotifyOn.Success | NotifyOn.Delay, OriginalRecipient = "rfc822;g@x.example",
        };
        await SendAsync(mail, grace, new RcptCommand(new ForwardPath(Some.Ada)));
        var message = Message();
        Assert.Equal(("QQ1", ReturnContent.Headers), (message.EnvelopeId, message.Return));
        Assert.Equal(
            [new RecipientOptions("grace@contoso.example", grace.Notify, grace.OriginalRecipient)], message.Options!);
        Assert.Equal(NotifyOn.Unspecified, message.OptionsOf("ada@contoso.example").Notify);
        Assert.All(message.Copies, copy => Assert.Null(copy.Given));
    }

    [Theory]
    [InlineData(true, "Subject: plain", false)]
    [InlineData(true, "Subject: Grüße", true)]
    [InlineData(false, "Subject: Grüße", false)]
    public async Task SMTPUTF8_goes_on_only_where_a_field_or_an_address_needs_it(
        bool isAsked, string field, bool isNeeded)
    {
        await SendAsync(
            new MailCommand(Alice) { NeedsUtf8 = isAsked }, [new RcptCommand(new ForwardPath(Some.Ada))],
            $"{field}\r\n\r\nGrüße\r\n");
        Assert.Equal(isNeeded, Message().NeedsUtf8);
    }

    [Theory]
    [InlineData(NotifyOn.Success | NotifyOn.Failure, NotifyOn.Failure)]
    [InlineData(NotifyOn.Success, NotifyOn.Never)]
    public async Task A_group_answers_for_its_members(NotifyOn asked, NotifyOn passedOn)
    {
        await SendAsync(new MailCommand(Alice), new RcptCommand(new ForwardPath(Some.Team)) { Notify = asked });
        var message = Message();
        Assert.Equal(passedOn, message.OptionsOf("team@contoso.example").Notify);
        Assert.All(message.Copies, copy => Assert.Equal("team@contoso.example", copy.GivenAs(copy.Recipients[0])));

        var notice = Assert.Single(site.Written);
        Assert.Equal(new NoticeOf(message.Id, -1, notice.Notice!.Recipients, NoticeKind.Expanded), notice.Notice);
        var fields = Assert.Single(DeliveryStatus.Read(await site.ReadAsync(notice))!.Recipients);
        Assert.Equal(("expanded", "rfc822; team@contoso.example"), (fields["Action"], fields["Final-Recipient"]));
    }

    [Fact]
    public async Task A_group_is_confirmed_only_where_success_was_asked_for()
    {
        await SendAsync(
            new MailCommand(Alice), new RcptCommand(new ForwardPath(Some.Team)) { Notify = NotifyOn.Failure });
        await SendAsync(
            new MailCommand(ReversePath.Null),
            new RcptCommand(new ForwardPath(Some.Team)) { Notify = NotifyOn.Success });
        Assert.Empty(site.Written);
    }

    [Fact]
    public void The_next_hop_reads_what_the_sender_said_and_the_address_that_the_sender_gave()
    {
        var copy = new Copy(0, DestinationKind.Site, "office", ["grace@contoso.example", "ada@contoso.example"])
        {
            Given = ["team+x@contoso.example", "ada@contoso.example"],
        };
        var message = new Accepted
        {
            At = clock.GetUtcNow(),
            Id = "M",
            TraceId = "T",
            Organization = "contoso",
            Peer = new Peer("192.0.2.1:1", null, null, null),
            From = "alice@fabrikam.example",
            Recipients = ["team+x@contoso.example", "ada@contoso.example"],
            EnvelopeId = "QQ1",
            Return = ReturnContent.Full,
            Options = [new RecipientOptions("ada@contoso.example", NotifyOn.Never, "rfc822;a@x.example")],
            Copies = [copy],
            Hops = [],
        };
        var envelope = OnwardEnvelope.Of(
            new DeliveryJob(message, copy, copy.Recipients, 1), ReversePath.Parse(message.From));
        Assert.Equal(("QQ1", ReturnContent.Full), (envelope.EnvelopeId, envelope.Return));
        Assert.Equal(
            [
                new EnvelopeRecipient(Some.Grace, NotifyOn.Unspecified, "rfc822;team+2Bx@contoso.example"),
                new EnvelopeRecipient(Some.Ada, NotifyOn.Never, "rfc822;a@x.example"),
            ],
            envelope.Recipients);
    }

    [Fact]
    public async Task A_size_that_the_next_site_does_not_take_is_refused_in_session()
    {
        site.Service.Limits.Remember("contoso", "office", 100);
        Assert.Equal("552 5.3.4", await ReplyAsync(101, Some.Grace));
        Assert.Equal("accepted", await ReplyAsync(100, Some.Grace));
        Assert.Equal("accepted", await ReplyAsync(101, Some.Ada));
        Assert.Equal("accepted", await ReplyAsync(101, Some.Team));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("accepted", await ReplyAsync(101, Some.Grace));
    }

    [Fact]
    public async Task A_size_that_was_not_declared_is_refused_at_the_end_of_data()
    {
        site.Service.Limits.Remember("contoso", "office", 100);
        var grace = new RcptCommand(new ForwardPath(Some.Grace));
        Assert.Equal(552, (await SendAsync(new MailCommand(Alice), grace)).Code);
        var ada = new RcptCommand(new ForwardPath(Some.Ada));
        Assert.Equal(250, (await SendAsync(new MailCommand(Alice), grace, ada)).Code);
    }

    private Accepted Message() => site.Heard.OfType<Accepted>().First(message => message.Notice is null);

    private async Task<string> ReplyAsync(long size, EmailAddress recipient)
    {
        await using var session = await OpenAsync(new MailCommand(Alice) { Size = size });
        var reply = await session.RecipientAsync(
            new RcptCommand(new ForwardPath(recipient)), TestContext.Current.CancellationToken);
        return reply is null ? "accepted" : $"{reply.Code} {reply.Status}";
    }

    private Task<SmtpReply> SendAsync(MailCommand mail, params RcptCommand[] recipients) =>
        SendAsync(mail, recipients, "Subject: a\r\n\r\nbody\r\n");

    private async Task<SmtpReply> SendAsync(MailCommand mail, RcptCommand[] recipients, string text)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var session = await OpenAsync(mail);
        foreach (var recipient in recipients)
        {
            Assert.Null(await session.RecipientAsync(recipient, ct));
        }

        var (sink, _) = await session.DataAsync(ct);
        await using (sink)
        {
            await sink!.WriteAsync(new ReadOnlySequence<byte>(System.Text.Encoding.UTF8.GetBytes(text)), ct);
            return await sink!.CompleteAsync(ct);
        }
    }

    private async Task<ISmtpSession> OpenAsync(MailCommand mail)
    {
        var peer = new SmtpPeer(
            new IPEndPoint(IPAddress.Parse("203.0.113.1"), 1), new IPEndPoint(IPAddress.Loopback, 25),
            ListenerKind.Mta);
        var session = site.Service.Open(peer);
        session.Greeted("peer.example", extended: true);
        Assert.Null(await session.MailAsync(mail, TestContext.Current.CancellationToken));
        return session;
    }
}
