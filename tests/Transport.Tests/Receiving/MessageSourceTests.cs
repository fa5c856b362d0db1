using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Mail;
using Causeway.Transport.Receiving;

namespace Causeway.Transport.Tests.Receiving;

/// <summary>By whom a site judges mail: by its peer, by who handed it to a foreign filter, or not at all.</summary>
public sealed class MessageSourceTests : IDisposable
{
    private const string Chain = """
        Received: from mx.fabrikam.example (mx.fabrikam.example [203.0.113.1]) by mx.filter.example;
         Sat, 28 Nov 2026 12:00:00 +0000
        Received: from forged.example (forged.example [198.51.100.99]) by mx.fabrikam.example;
         Sat, 28 Nov 2026 11:59:00 +0000

        """;

    private readonly Judging judging = new();

    public void Dispose() => judging.Dispose();

    [Fact]
    public void A_stranger_is_judged_by_its_own_address()
    {
        var source = Of(new Origin.Stranger())!;

        Assert.Equal((IPAddress.Parse("198.51.100.25"), true, false), (
            source.Found.Address, source.Counts, source.IsBehindFilter));
    }

    [Fact]
    public void What_comes_by_a_filter_of_ours_was_judged_there() => Assert.Null(Of(FromFilter(Platform.Causeway)));

    [Fact]
    public void A_user_and_an_own_office_are_not_judged()
    {
        Assert.Null(Of(new Origin.Submission(Some.Ada)));
        Assert.Null(Of(new Origin.FromSite("contoso", Some.Office, IdentifyBy.Certificate)));
    }

    [Fact]
    public void Behind_a_filter_of_others_counts_who_handed_the_mail_to_it()
    {
        var source = Of(FromFilter(Platform.Postfix))!;

        Assert.Equal((IPAddress.Parse("203.0.113.1"), "mx.fabrikam.example", true, true), (
            source.Found.Address, source.Found.Helo, source.Counts, source.IsBehindFilter));
    }

    [Theory]
    [InlineData("grace@contoso.example", true)]
    [InlineData("ada@contoso.example", false)]
    public void For_recipients_that_are_not_named_the_source_is_told_and_does_not_count(string named, bool counts)
    {
        var skip = Skip.LastAddress with { OnlyFor = [EmailAddress.Parse(named)] };

        Assert.Equal(counts, Of(FromFilter(Platform.Postfix, skip))!.Counts);
    }

    [Fact]
    public void Where_the_source_is_not_known_the_message_is_judged_without_it()
    {
        var message = judging.Unjudged(
            FromFilter(Platform.Postfix), "alice@fabrikam.example", Judging.Text("alice@fabrikam.example"));

        var source = MessageSource.Of(message, loopbackCountsAsPublic: false)!;

        Assert.Equal((false, true), (source.Found.IsFound, source.Counts));
    }

    [Fact]
    public void What_nobody_judges_behind_a_filter_of_others_is_from_the_outside_all_the_same()
    {
        var taken = new StampStep().Take(new AuthenticateStep().Take(Message(
            FromFilter(Platform.Postfix, Skip.None))));

        Assert.Equal("none", taken.Judged!.Results);
        Assert.False(taken.Judged.HasPassed);
        Assert.Equal(taken.Judged, VerdictHeader.Read(HeaderBlock.Scan((byte[])[.. taken.Stamp, .. "\r\n"u8])));
    }

    [Fact]
    public void A_connector_that_skips_nothing_has_nothing_judged() =>
        Assert.Null(Of(FromFilter(Platform.Postfix, Skip.None)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_fields_of_the_source_say_what_was_found_and_whether_it_counts(bool counts)
    {
        var message = Message(FromFilter(Platform.Postfix));
        var source = MessageSource.Of(message, loopbackCountsAsPublic: false)! with { Counts = counts };

        var stamped = new AuthenticateStep().Take(message with { Source = source });

        var fields = HeaderBlock.Scan((byte[])[.. stamped.Fields, .. "\r\n"u8]);
        var wanted = "ip=[203.0.113.1];domain=mx.fabrikam.example";
        Assert.Equal(wanted, fields.TextOf(SourceHeader.SkipListed));
        Assert.Equal(counts ? wanted : null, fields.TextOf(SourceHeader.ExternalOriginal));
    }

    private MessageSource? Of(Origin origin) => MessageSource.Of(Message(origin), loopbackCountsAsPublic: false);

    private Incoming Message(Origin origin) => judging.Unjudged(
        origin, "alice@fabrikam.example",
        Chain.ReplaceLineEndings("\r\n") + Judging.Text("alice@fabrikam.example"));

    private Origin.FromSite FromFilter(Platform platform, Skip? skip = null)
    {
        judging.Organization = Some.Organization with
        {
            Sites =
            [
                .. Some.Organization.Sites.Select(site =>
                    site.Name == Some.Filter ? site with { Platform = platform } : site),
            ],
            Connectors =
            [
                .. Some.Organization.Connectors,
                new Connector
                {
                    From = Some.Filter, To = Some.Cloud, Trust = Trust.Partner, Skip = skip ?? Skip.LastAddress,
                },
            ],
        };
        return new Origin.FromSite("contoso", Some.Filter, IdentifyBy.Certificate);
    }
}
