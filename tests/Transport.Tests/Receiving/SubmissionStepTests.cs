using System.Net;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Mail;
using Causeway.Transport.Identity;
using Causeway.Transport.Receiving;

namespace Causeway.Transport.Tests.Receiving;

public sealed class SubmissionStepTests
{
    private static readonly RecipientTable Recipients = new(
    [
        new Recipient
        {
            Address = Some.Ada, Kind = RecipientKind.Mailbox, Site = Some.Cloud,
            Proxies = [EmailAddress.Parse("countess@contoso.example")],
        },
        new Recipient { Address = Some.Grace, Kind = RecipientKind.Mailbox, Site = Some.Office, SendAs = [Some.Ada] },
        new Recipient { Address = Some.Team, Kind = RecipientKind.Group, Site = Some.Cloud },
    ]);

    [Theory]
    [InlineData("From: <ada@contoso.example>")]
    [InlineData("from :\n  Ada\n <Countess+x@contoso.example>")]
    [InlineData("From: Grace <grace@contoso.example>\nSender: <ada@contoso.example>")]
    [InlineData("Sender: grace@contoso.example (lent)\nFrom: ada@contoso.example")]
    public void What_is_owned_or_lent_passes(string fields) => Assert.Null(Take(fields).Refusal);

    [Theory]
    [InlineData("Subject: nobody's", Reason.FromMissing)]
    [InlineData("X-From: ada@contoso.example", Reason.FromMissing)]
    [InlineData("From: team@contoso.example", Reason.FromNotOwned)]
    [InlineData("From: \"ada@contoso.example\" <boss@fabrikam.example>", Reason.FromNotOwned)]
    [InlineData("From: ada@contoso.example\nFrom: ada@contoso.example", Reason.FromNotOne)]
    [InlineData("From: ada@contoso.example\nfROM : boss@fabrikam.example", Reason.FromNotOne)]
    [InlineData("From: ada@contoso.example, countess@contoso.example", Reason.FromNotOne)]
    [InlineData("From:", Reason.FromNotClear)]
    [InlineData("From: ada@contoso.example\n boss@fabrikam.example", Reason.FromNotClear)]
    [InlineData("From: <boss@fabrikam.example> ada@contoso.example", Reason.FromNotClear)]
    [InlineData("From: Group: ada@contoso.example;", Reason.FromNotClear)]
    [InlineData("From: ada@contoso.example\nSender: boss@fabrikam.example", Reason.SenderFieldNotOwned)]
    [InlineData("From: ada@contoso.example\nSender:", Reason.SenderFieldNotClear)]
    [InlineData("From: ada@contoso.example\nSender: ada@contoso.example, a@x.example", Reason.SenderFieldNotClear)]
    [InlineData(
        "From: ada@contoso.example\nSender: ada@contoso.example\nSender: ada@contoso.example",
        Reason.SenderFieldNotClear)]
    [InlineData("From ada@contoso.example\nFrom: ada@contoso.example", Reason.HeaderNotClear)]
    [InlineData("From\0: boss@fabrikam.example\nFrom: ada@contoso.example", Reason.HeaderNotClear)]
    [InlineData("From\u00a0: boss@fabrikam.example\nFrom: ada@contoso.example", Reason.HeaderNotClear)]
    [InlineData(" From: boss@fabrikam.example\nFrom: ada@contoso.example", Reason.HeaderNotClear)]
    public void What_is_forged_or_not_clear_is_refused_and_says_why(string fields, Reason reason)
    {
        var message = Take(fields);

        Assert.Equal(ReplyTable.For(reason), message.Refusal);
        Assert.EndsWith(".", message.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_completed_and_Bcc_removed()
    {
        var message = Take("From: ada@contoso.example\nBcc: grace@contoso.example,\n team@contoso.example\nTo: x");

        Assert.Equal(
            """
            Date: Mon, 23 Nov 2026 12:00:00 +0000
            Message-ID: <queue-id@cloud.example>
            From: ada@contoso.example
            To: x


            """.ReplaceLineEndings("\r\n"),
            Encoding.UTF8.GetString(message.Header.Octets.Span));
    }

    public static TheoryData<Origin> Others =>
    [
        new Origin.Stranger(), new Origin.OwnMail(),
        new Origin.FromSite("contoso", Some.Office, IdentifyBy.Certificate),
    ];

    [Theory]
    [MemberData(nameof(Others))]
    public void Mail_that_is_no_submission_is_not_touched(Origin origin)
    {
        var message = Message("Bcc: x\nno field\nFrom: a@x.example\nFrom: b@x.example", origin);

        Assert.Same(message, new SubmissionStep().Take(message));
    }

    [Fact]
    public void Nobody_writes_from_a_domain_that_is_not_proved()
    {
        var message = Message("From: ada@contoso.example", new Origin.Submission(Some.Ada));
        var unproved = message with
        {
            Snapshot = message.Snapshot with { Unproved = [Some.Ada.Domain] },
        };

        Assert.Equal(
            ReplyTable.For(Reason.SenderDomainNotVerified), new SubmissionStep().Take(unproved).Refusal);
    }

    private static Incoming Take(string fields) =>
        new SubmissionStep().Take(Message(fields, new Origin.Submission(Some.Ada)));

    private static Incoming Message(string fields, Origin origin) => new()
    {
        Snapshot = new Snapshot(Some.Organization, Recipients),
        Here = Some.Organization[Some.Cloud],
        Key = TraceKey.Create(),
        Arrival = new Arrival(new IPEndPoint(IPAddress.Loopback, 1), "client.example", true, null),
        Origin = origin,
        Envelope = Envelope.Plain(new ReversePath(Some.Ada), [Some.Grace]),
        Header = HeaderBlock.Scan(Encoding.UTF8.GetBytes($"{fields}\n\n".ReplaceLineEndings("\r\n"))),
        QueueId = "queue-id",
        TraceId = "own-id",
        At = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero),
    };
}
