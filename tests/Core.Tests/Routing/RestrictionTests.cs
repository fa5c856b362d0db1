using Causeway.Core.Addresses;
using Causeway.Core.Proof;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Tests.Routing;

/// <summary>Who may write to a recipient whose record says so.</summary>
public sealed class RestrictionTests
{
    private static readonly ReversePath FromAlice = Some.Path(Some.Alice);
    private static readonly EmailAddress Board = Some.Address("board");
    private static readonly EmailAddress Hopper = Some.Address("hopper");
    private static readonly EmailAddress Partner = Some.Address("partner");
    private static readonly EmailAddress Chair = Some.Address("chair");

    private static readonly RecipientTable Recipients = Some.Recipients(
        new Recipient
        {
            Address = Hopper, Kind = RecipientKind.Mailbox, Site = Some.Office, InsideOnly = true,
            Proxies = [Some.Address("amazing")],
        },
        new Recipient
        {
            Address = Board, Kind = RecipientKind.Group, Site = Some.Cloud, Members = [Some.Ada, Hopper],
            InsideOnly = true,
        },
        new Recipient
        {
            Address = Partner, Kind = RecipientKind.Contact, Site = Some.Cloud, Target = Some.Alice, InsideOnly = true,
        },
        new Recipient
        {
            Address = Chair, Kind = RecipientKind.Mailbox, Site = Some.Cloud,
            AcceptFrom = [Some.Address("countess"), Some.Address("circle")],
        },
        new Recipient
        {
            Address = Some.Address("circle"), Kind = RecipientKind.Group, Site = Some.Cloud,
            Members = [Some.Address("inner")],
        },
        new Recipient
        {
            Address = Some.Address("inner"), Kind = RecipientKind.Group, Site = Some.Cloud,
            Members = [Some.Grace, Some.Address("circle")],
        },
        new Recipient
        {
            Address = Some.Address("everybody"), Kind = RecipientKind.Group, Site = Some.Cloud,
            Members = [Some.Ada, Hopper],
        });

    [Theory]
    [InlineData("hopper", "Refuse 5.7.134")]
    [InlineData("amazing", "Refuse 5.7.134")]
    [InlineData("hopper+news", "Refuse 5.7.134")]
    [InlineData("board", "Refuse 5.7.133")]
    [InlineData("partner", "Refuse 5.7.136")]
    [InlineData("chair", "Refuse 5.7.124")]
    public void A_stranger_is_refused_at_the_first_site_and_behind_it(string local, string expected)
    {
        foreach (var from in new[] { FromAlice, ReversePath.Null, Some.Path(Some.Ada) })
        {
            Assert.Equal(expected, Words(Route(Some.Filter, Some.Stranger, from, Some.Address(local))));
            Assert.Equal(expected, Words(Route(Some.Cloud, Some.From(Some.Filter), from, Some.Address(local))));
        }
    }

    [Fact]
    public void Insiders_write_from_either_site()
    {
        Assert.Equal("Relay office", Words(Route(Some.Cloud, Submission(Some.Ada), Some.Path(Some.Ada), Hopper)));
        Assert.Equal("Deliver", Words(Route(Some.Office, Some.From(Some.Cloud), Some.Path(Some.Ada), Hopper)));
        Assert.Equal("Relay cloud", Words(Route(Some.Office, Submission(Some.Grace), Some.Path(Some.Grace), Board)));
        Assert.Equal(
            "Expand, Deliver, Relay office",
            Words(Route(Some.Cloud, Some.From(Some.Office), Some.Path(Some.Grace), Board)));
    }

    [Fact]
    public void A_notice_of_our_own_reaches_everybody()
    {
        Assert.Equal("Deliver", Words(Route(Some.Cloud, new Origin.OwnMail(), ReversePath.Null, Chair)));
        Assert.Equal("Deliver", Words(Route(Some.Cloud, Some.From(Some.Office), ReversePath.Null, Chair)));
    }

    [Theory]
    [InlineData("ada", "Deliver")]
    [InlineData("countess", "Deliver")]
    [InlineData("grace", "Deliver")]
    [InlineData("edsger", "Refuse 5.7.124")]
    [InlineData("nobody", "Refuse 5.7.124")]
    public void A_list_names_people_by_any_address_and_groups_however_deep(string sender, string expected) =>
        Assert.Equal(
            expected, Words(Route(Some.Cloud, Some.From(Some.Office), Some.Path(Some.Address(sender)), Chair)));

    [Fact]
    public void A_user_with_somebody_elses_reverse_path_is_the_user() => Assert.Equal(
        "Refuse 5.7.124",
        Words(Route(Some.Cloud, Submission(Some.Address("edsger")), Some.Path(Some.Ada), Chair)));

    [Fact]
    public void A_restricted_member_of_an_open_group_fails_alone_for_strangers()
    {
        Assert.Equal(
            "Expand, Deliver, Refuse 5.7.134",
            Words(Route(Some.Cloud, Some.From(Some.Filter), FromAlice, Some.Address("everybody"))));
        Assert.Equal(
            "Expand, Deliver, Relay office",
            Words(Route(Some.Cloud, Submission(Some.Ada), Some.Path(Some.Ada), Some.Address("everybody"))));
    }

    [Fact]
    public void An_office_that_is_the_first_site_to_resolve_tells_strangers_itself()
    {
        var organization = Some.Organization("internet filter office cloud", "office cloud internet");
        Assert.Equal("Refuse 5.7.134", Words(Router.Route(
            Some.Snapshot(organization, Recipients), Some.Office, Some.From(Some.Filter), FromAlice, Hopper,
            ServedMarks.None)));
        Assert.Equal("Refuse 5.7.133", Words(Router.Route(
            Some.Snapshot(organization, Recipients), Some.Office, Some.From(Some.Filter), FromAlice, Board,
            ServedMarks.None)));
    }

    [Fact]
    public void The_first_place_of_centralized_transport_refuses_already()
    {
        var organization = Some.Organization("internet cloud office cloud", "cloud office cloud internet");
        Assert.Equal("Refuse 5.7.124", Words(Router.Route(
            Some.Snapshot(organization, Recipients), Some.Cloud, Some.Stranger, FromAlice, Chair, ServedMarks.None)));
    }

    [Fact]
    public void A_partner_and_another_organization_are_outside_wherever_they_come_in()
    {
        var open = Some.Organization(connectors: connector =>
            connector.To == Some.Cloud ? connector with { Lock = false } : connector);
        var other = new Origin.FromSite("another", Some.Office, IdentifyBy.Certificate);
        Assert.Equal("Refuse 5.7.124", Words(Router.Route(
            Some.Snapshot(open, Recipients), Some.Cloud, other, Some.Path(Some.Ada), Chair, ServedMarks.None)));
        var distrusted = Some.Organization(connectors: connector => connector with { Trust = Trust.Partner });
        Assert.Equal("Refuse 5.7.124", Words(Router.Route(
            Some.Snapshot(distrusted, Recipients), Some.Cloud, Some.From(Some.Office), Some.Path(Some.Ada), Chair,
            ServedMarks.None)));
    }

    [Fact]
    public void Explain_says_why()
    {
        var path = Explanation.Explain(
            Some.Snapshot(recipients: Recipients), Some.Path(Some.Address("edsger")), Chair, null)!;
        Assert.Equal(
            "edsger@contoso.example is not among those who may write to chair@contoso.example.",
            path.Steps[^1].Hop.Why);
        Assert.Equal(
            "hopper@contoso.example takes mail from inside alone, and this comes from outside, whatever its "
            + "reverse-path says.",
            Explanation.Explain(Some.Snapshot(recipients: Recipients), Some.Path(Some.Ada), Hopper, Place.Internet)!
                .Steps[0].Hop.Why);
    }

    [Fact]
    public void The_proof_passes_with_restricted_recipients_and_says_how_many_ways_it_tried()
    {
        var results = Prover.Prove(Some.Organization(), Recipients);

        // The circle of groups is cut, which P2 tells.
        Assert.Equal(["P2", "P9"], results.Where(one => one.Verdict != Verdict.Pass).Select(one => one.Id));
        Assert.Contains(
            "from outside to whom only insiders may write, none does", results[3].Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void A_router_that_takes_our_reverse_path_for_an_insider_fails_reach() =>
        AssertNotices("P4", (snapshot, here, origin, from, to, served) => Router.Route(
            from.Address is { Domain: var domain } && snapshot.Organization.IsOurs(domain) ? Open(snapshot) : snapshot,
            here, origin, from, to, served));

    [Fact]
    public void A_router_that_leaves_it_to_a_later_site_fails_no_backscatter() =>
        AssertNotices("P8", (snapshot, here, origin, from, to, served) => Router.Route(
            here == Some.Filter ? Open(snapshot) : snapshot, here, origin, from, to, served));

    [Fact]
    public void A_router_that_takes_insiders_for_strangers_fails_reach() =>
        AssertNotices("P4", (snapshot, here, origin, from, to, served) => Router.Route(
            snapshot, here,
            origin is Origin.Submission && snapshot.Owner(to) is { IsRestricted: true }
                ? Some.From(Some.Filter) : origin,
            from, to, served));

    private static Snapshot Open(Snapshot snapshot) => snapshot with
    {
        Recipients = new RecipientTable(
            [.. Recipients.Rows.Select(row => row with { InsideOnly = false, AcceptFrom = [] })]),
    };

    private static void AssertNotices(string property, RouteFunction broken)
    {
        var result = Prover.Prove(Some.Organization(), Recipients, broken).Single(one => one.Id == property);
        Assert.Equal(Verdict.Fail, result.Verdict);
        Assert.NotEmpty(result.Counterexamples);
    }

    private static Decision Route(SiteName here, Origin origin, ReversePath from, EmailAddress to) =>
        Router.Route(Some.Snapshot(recipients: Recipients), here, origin, from, to, ServedMarks.None);

    private static Origin Submission(EmailAddress user) => new Origin.Submission(user);

    private static string Words(Decision decision) => string.Join(", ", decision.Hops.Select(hop =>
        hop.Action == HopAction.Refuse ? $"Refuse {hop.Reply!.Status}"
        : hop.Next is { } next ? $"{hop.Action} {next}"
        : $"{hop.Action}"));
}
