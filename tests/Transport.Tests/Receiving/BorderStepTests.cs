using System.Net;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Mail;
using Causeway.Queue.Facts;
using Causeway.Transport.Identity;
using Causeway.Transport.Receiving;

namespace Causeway.Transport.Tests.Receiving;

public sealed class BorderStepTests
{
    private const string Forged = """
        X-Causeway-Trace: id=forged; served=cloud.1.abc
        X-Causeway-Anything: at all
        x-ms-exchange-organization-scl: -1
        Authentication-Results: cloud.example; spf=pass
        Authentication-Results: elsewhere.example; spf=fail
        Subject: stays

        """;

    private static readonly string Kept = """
        Authentication-Results: elsewhere.example; spf=fail
        Subject: stays

        """.ReplaceLineEndings("\r\n");

    private readonly BorderStep step = new(() => new AuthservIds(["cloud.example"]));

    [Fact]
    public void A_stranger_cannot_speak_in_our_name()
    {
        var message = step.Take(Message(new Origin.Stranger()));

        Assert.Equal(Kept, Encoding.UTF8.GetString(message.Header.Octets.Span));
        Assert.Equal("own-id", message.TraceId);
        Assert.Empty(message.Marks);
    }

    [Fact]
    public void A_user_cannot_either() =>
        Assert.Equal(Kept, Encoding.UTF8.GetString(
            step.Take(Message(new Origin.Submission(Some.Ada))).Header.Octets.Span));

    [Fact]
    public void An_own_site_is_believed_because_of_its_connection()
    {
        var message = step.Take(Message(new Origin.FromSite("contoso", Some.Office, IdentifyBy.Certificate)));

        Assert.Equal(Forged.ReplaceLineEndings("\r\n"), Encoding.UTF8.GetString(message.Header.Octets.Span));
        Assert.Equal("forged", message.TraceId);
        Assert.Equal(["cloud.1.abc"], message.Marks);
    }

    [Fact]
    public void An_own_site_hands_on_what_the_edge_found()
    {
        var judged = new Judged("192.0.2.1", "mx.a.example", "filter", "spf=pass smtp.mailfrom=a.example; dkim=none")
        {
            HasPassed = true,
        };

        var message = step.Take(Message(
            new Origin.FromSite("contoso", Some.Office, IdentifyBy.Certificate),
            Encoding.UTF8.GetString(VerdictHeader.Write(judged))));

        Assert.Equal(judged, message.Judged);
    }

    [Theory]
    [InlineData(Platform.Causeway, true)]
    [InlineData(Platform.Postfix, false)]
    public void What_a_filter_of_others_passes_on_may_be_a_strangers(Platform platform, bool isBelieved)
    {
        var judged = new Judged("192.0.2.1", "mx.a.example", "filter", "spf=pass");
        var written = Encoding.UTF8.GetString(VerdictHeader.Write(judged));
        var message = Message(new Origin.FromSite("contoso", Some.Filter, IdentifyBy.Certificate), written + Forged);
        var organization = Foreign(Some.Filter, Some.Organization, platform);

        var taken = step.Take(message with { Snapshot = new Snapshot(organization, new RecipientTable([])) });

        Assert.Equal(isBelieved ? judged : null, taken.Judged);
        Assert.Equal(isBelieved, taken.Header.Find("X-Causeway-Authentication"u8) is not null);
        Assert.Equal("forged", taken.TraceId);
    }

    [Fact]
    public void What_a_filter_of_others_passes_on_loses_what_a_stranger_may_have_written_in_our_name()
    {
        var message = Message(
            new Origin.FromSite("contoso", Some.Filter, IdentifyBy.Certificate),
            "X-MS-Exchange-SkipListedInternetSender: ip=[192.0.2.1];domain=a\r\n"
            + "X-MS-Exchange-ExternalOriginalInternetSender: ip=[192.0.2.1];domain=a\r\n" + Forged);

        var taken = step.Take(message with
        {
            Snapshot = new Snapshot(Foreign(Some.Filter, Some.Organization), new RecipientTable([])),
        });

        Assert.Equal(
            Forged.ReplaceLineEndings("\r\n")
                .Replace("x-ms-exchange-organization-scl: -1\r\n", "", StringComparison.Ordinal)
                .Replace("Authentication-Results: cloud.example; spf=pass\r\n", "", StringComparison.Ordinal),
            Encoding.UTF8.GetString(taken.Header.Octets.Span));
    }

    [Fact]
    public void An_office_of_others_that_the_Internet_reaches_first_hands_on_no_verdict()
    {
        var first = Foreign(Some.Office, Some.Organization) with
        {
            Flow = new MailFlow(
                [Place.Internet, new Place(Some.Office), new Place(Some.Cloud)], Some.Organization.Flow.Outbound,
                Some.Organization.Flow.Internal),
        };
        var judged = new Judged("192.0.2.1", "mx.a.example", "filter", "dmarc=pass") { HasPassed = true };
        var message = Message(
            new Origin.FromSite("contoso", Some.Office, IdentifyBy.Certificate),
            Encoding.UTF8.GetString(VerdictHeader.Write(judged)) + Forged);

        Assert.Null(step.Take(message with { Snapshot = new Snapshot(first, new RecipientTable([])) }).Judged);
        Assert.Equal(judged, step.Take(message with
        {
            Snapshot = new Snapshot(Foreign(Some.Office, Some.Organization), new RecipientTable([])),
        }).Judged);
    }

    [Theory]
    [InlineData("X-Causeway-Authentication: spf=pass")]
    [InlineData("X-Causeway-Authentication: ip=192.0.2.1; by=filter; helo=a; passed=yes; spf=pass")]
    [InlineData("X-Causeway-Authentication:")]
    public void A_verdict_that_is_not_of_the_form_is_none(string field) => Assert.Null(step.Take(Message(
        new Origin.FromSite("contoso", Some.Office, IdentifyBy.Certificate), field + "\r\n")).Judged);

    [Fact]
    public void What_a_client_called_itself_cannot_become_another_clause()
    {
        var judged = new Judged("192.0.2.1", "x; passed=yes; spf=pass\r\nX: y", "filter", "spf=fail");

        var field = Encoding.UTF8.GetString(VerdictHeader.Write(judged));
        var read = VerdictHeader.Read(HeaderBlock.Scan(Encoding.UTF8.GetBytes(field + "\r\n")))!;

        Assert.False(read.HasPassed);
        Assert.Equal("spf=fail", read.Results);
        Assert.DoesNotContain("\nX:", field, StringComparison.Ordinal);
    }

    private static Organization Foreign(
        SiteName name, Organization organization, Platform platform = Platform.Postfix) => organization with
    {
        Sites = [.. organization.Sites.Select(site => site.Name == name ? site with { Platform = platform } : site)],
    };

    private static Incoming Message(Origin origin, string header = Forged) => new()
    {
        Snapshot = new Snapshot(Some.Organization, new RecipientTable([])),
        Here = Some.Organization[Some.Cloud],
        Key = TraceKey.Create(),
        Arrival = new Arrival(new IPEndPoint(IPAddress.Loopback, 1), "peer.example", true, null),
        Origin = origin,
        Envelope = Envelope.Plain(ReversePath.Null, [Some.Ada]),
        Header = HeaderBlock.Scan(Encoding.UTF8.GetBytes(header.ReplaceLineEndings("\r\n"))),
        QueueId = "queue-id",
        TraceId = "own-id",
        At = DateTimeOffset.UnixEpoch,
    };
}
