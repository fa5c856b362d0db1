using System.Collections.Immutable;
using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Mail;
using Causeway.Transport.Identity;
using Causeway.Transport.Receiving;

namespace Causeway.Transport.Tests.Receiving;

/// <summary>What is decided at the end of data, when nobody has to be told by a notice yet.</summary>
public sealed class RouteStepTests
{
    private static readonly DomainName Tailspin = DomainName.Parse("tailspin.example");

    private static readonly Recipient Clerk = new()
    {
        Address = EmailAddress.Parse("clerk@tailspin.example"), Kind = RecipientKind.Mailbox, Site = Some.Cloud,
    };

    private static readonly Recipient Ada = new()
    {
        Address = Some.Ada, Kind = RecipientKind.Mailbox, Site = Some.Cloud, Version = 3,
    };

    private static readonly Recipient Team = new()
    {
        Address = Some.Team, Kind = RecipientKind.Group, Site = Some.Cloud, Members = [Some.Ada, Clerk.Address],
    };

    private readonly TraceKey key = TraceKey.Create();

    [Fact]
    public void A_member_in_a_domain_that_is_not_proved_yet_makes_the_message_wait()
    {
        Assert.Null(Take([]));
        Assert.Equal(ReplyTable.For(Reason.DomainNotVerified), Take([Tailspin]));
    }

    [Fact]
    public void A_member_of_which_the_copy_here_is_behind_makes_the_message_wait()
    {
        var mark = KeyedMarks.Write(key, new ServedMark(Some.Office, Some.Ada, 4));

        Assert.Equal(ReplyTable.For(Reason.RecordTooOld), Take([], mark));
    }

    [Fact]
    public void What_a_site_writes_itself_reaches_those_who_need_not_wait() =>
        Assert.Null(Take([Tailspin], new Origin.OwnMail()));

    private SmtpReply? Take(ImmutableHashSet<DomainName> unproved, params ImmutableArray<string> marks) =>
        Take(unproved, new Origin.FromSite("contoso", Some.Office, IdentifyBy.Certificate), marks);

    private SmtpReply? Take(ImmutableHashSet<DomainName> unproved, Origin origin, params ImmutableArray<string> marks)
    {
        var organization = Some.Organization with
        {
            Domains =
            [
                .. Some.Organization.Domains,
                new AcceptedDomain { Name = Tailspin, Type = DomainType.Authoritative },
            ],
        };
        return new RouteStep().Take(new Incoming
        {
            Snapshot = new Snapshot(organization, new RecipientTable([Ada, Clerk, Team])) { Unproved = unproved },
            Here = organization[Some.Cloud],
            Key = key,
            Arrival = new Arrival(new IPEndPoint(IPAddress.Loopback, 1), "office.example", true, null),
            Origin = origin,
            Envelope = Envelope.Plain(new ReversePath(Some.Grace), [Some.Team]),
            Header = HeaderBlock.Scan("\r\n"u8.ToArray()),
            QueueId = "queue-id",
            TraceId = "own-id",
            At = new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero),
            Marks = marks,
        }).Refusal;
    }
}
