using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Tests.Routing;

public sealed class RouterTests
{
    private static readonly ReversePath FromAlice = Some.Path(Some.Alice);

    [Fact]
    public void Filter_validates_and_passes_on_without_serving()
    {
        var decision = Route(Some.Filter, Some.Stranger, FromAlice, Some.Grace);

        Assert.Equal("Relay cloud", Words(decision));
        Assert.Empty(decision.Served);
    }

    [Theory]
    [InlineData("ada", "Deliver")]
    [InlineData("countess", "Deliver")]
    [InlineData("ada+news", "Deliver")]
    [InlineData("grace", "Relay office")]
    [InlineData("grace+news", "Relay office")]
    [InlineData("team", "Expand, Deliver, Relay office")]
    [InlineData("postmaster", "Deliver")]
    [InlineData("edsger", "Relay office")]
    public void Cloud_resolves_what_the_filter_hands_in(string local, string expected) =>
        Assert.Equal(expected, Words(Route(Some.Cloud, Some.From(Some.Filter), FromAlice, Some.Address(local))));

    [Fact]
    public void A_proxy_is_delivered_to_the_primary_address() =>
        Assert.Equal(Some.Ada,
            Route(Some.Cloud, Some.From(Some.Filter), FromAlice, Some.Address("countess")).Hops[0].Recipient);

    [Fact]
    public void A_plus_address_keeps_its_detail_on_the_way() =>
        Assert.Equal(Some.Address("grace+news"),
            Route(Some.Cloud, Some.From(Some.Filter), FromAlice, Some.Address("grace+news")).Hops[0].Recipient);

    [Fact]
    public void Office_hands_internal_mail_to_the_cloud() =>
        Assert.Equal("Relay cloud", Words(Route(Some.Office, Submission(Some.Grace), Some.Path(Some.Grace), Some.Ada)));

    [Fact]
    public void Office_never_looks_up_an_mx() =>
        Assert.Equal(
            "Relay cloud", Words(Route(Some.Office, Submission(Some.Grace), Some.Path(Some.Grace), Some.Alice)));

    [Fact]
    public void Only_the_last_site_of_outbound_sends_to_the_internet() =>
        Assert.Equal(
            "Relay internet", Words(Route(Some.Cloud, Some.From(Some.Office), Some.Path(Some.Grace), Some.Alice)));

    [Fact]
    public void A_forward_keeps_a_copy_and_leaves_by_outbound() =>
        Assert.Equal("Deliver, Forward, Relay cloud",
            Words(Route(Some.Office, Some.From(Some.Cloud), FromAlice, Some.Address("edsger"))));

    [Fact]
    public void A_forward_to_the_outside_is_refused_where_the_file_forbids_it()
    {
        var snapshot = Some.Snapshot(Some.Organization() with { ForwardingOutside = false });

        var decision = Router.Route(snapshot, Some.Office, Some.From(Some.Cloud), FromAlice, Some.Address("edsger"),
            ServedMarks.None);

        Assert.Equal("Deliver, Forward, Refuse 5.7.520", Words(decision));
    }

    [Theory]
    [InlineData("cloud", "ada@contoso.example", "5.7.51")]
    [InlineData("cloud", "nobody@contoso.example", "5.7.51")]
    [InlineData("cloud", "ada@contoso.mail.cloud.example", "5.7.51")]
    [InlineData("cloud", "alice@fabrikam.example", "5.7.1")]
    [InlineData("office", "grace@contoso.example", "5.7.51")]
    [InlineData("office", "alice@fabrikam.example", "5.7.1")]
    [InlineData("filter", "nobody@contoso.example", "5.4.1")]
    [InlineData("filter", "ada@contoso.mail.cloud.example", "5.7.1")]
    [InlineData("filter", "alice@fabrikam.example", "5.7.1")]
    public void Doors_answer_strangers(string site, string to, string status) =>
        Assert.Equal($"Refuse {status}",
            Words(Route(SiteName.Parse(site), Some.Stranger, FromAlice, EmailAddress.Parse(to))));

    [Fact]
    public void A_stranger_with_our_reverse_path_may_not_relay() =>
        Assert.Equal("Refuse 5.7.64", Words(Route(Some.Cloud, Some.Stranger, Some.Path(Some.Grace), Some.Alice)));

    [Fact]
    public void A_stranger_at_the_address_of_a_site_may_not_relay()
    {
        var atOffice = new Origin.Stranger(System.Net.IPAddress.Parse("198.51.100.25"));

        Assert.Equal("Refuse 5.7.64", Words(Route(Some.Cloud, atOffice, ReversePath.Null, Some.Alice)));
    }

    [Fact]
    public void A_partner_hands_in_mail_for_our_domains_only() =>
        Assert.Equal("Refuse 5.7.1", Words(Route(Some.Cloud, Some.From(Some.Filter), FromAlice, Some.Alice)));

    [Fact]
    public void An_own_site_by_certificate_relays_any_reverse_path() =>
        Assert.Equal("Relay internet", Words(Route(Some.Cloud, Some.From(Some.Office), ReversePath.Null, Some.Alice)));

    [Fact]
    public void An_own_site_by_address_relays_only_our_reverse_paths()
    {
        var office = Some.From(Some.Office, IdentifyBy.Address);

        Assert.Equal("Relay internet", Words(Route(Some.Cloud, office, Some.Path(Some.Grace), Some.Alice)));
        Assert.Equal("Refuse 5.7.1", Words(Route(Some.Cloud, office, ReversePath.Null, Some.Alice)));
    }

    [Fact]
    public void A_user_sends_only_with_an_own_reverse_path()
    {
        Assert.Equal("Refuse 5.7.1", Words(Route(Some.Cloud, Submission(Some.Ada), Some.Path(Some.Grace), Some.Alice)));
        Assert.Equal("Relay internet",
            Words(Route(Some.Cloud, Submission(Some.Ada), Some.Path(Some.Address("countess")), Some.Alice)));
    }

    [Fact]
    public void Unknown_recipients_are_named_5_1_1_to_own_sites_and_users()
    {
        Assert.Equal("Refuse 5.1.1",
            Words(Route(Some.Cloud, Some.From(Some.Office), FromAlice, Some.Address("nobody"))));
        Assert.Equal("Refuse 5.1.1",
            Words(Route(Some.Office, Submission(Some.Grace), Some.Path(Some.Grace), Some.Address("nobody"))));
    }

    [Fact]
    public void The_routing_domain_is_open_to_own_sites() =>
        Assert.Equal("Deliver", Words(Route(Some.Cloud, Some.From(Some.Office), FromAlice,
            EmailAddress.Parse("ada@contoso.mail.cloud.example"))));

    [Fact]
    public void A_second_service_at_one_site_is_a_loop()
    {
        var served = ServedMarks.None.With([new ServedMark(Some.Cloud, Some.Grace, 1)]);

        var atCloud = Router.Route(Some.Snapshot(), Some.Cloud, Some.From(Some.Office), FromAlice, Some.Grace, served);

        Assert.Equal("Refuse 5.4.14", Words(atCloud));
    }

    [Fact]
    public void An_older_record_defers_and_never_turns_back()
    {
        var served = ServedMarks.None.With([new ServedMark(Some.Cloud, Some.Grace, 2)]);

        var atOffice = Router.Route(Some.Snapshot(), Some.Office, Some.From(Some.Cloud), FromAlice, Some.Grace, served);

        Assert.Equal(Reason.RecordTooOld, atOffice.Hops[0].Refusal);
        Assert.True(atOffice.Hops[0].Reply!.IsTransient);
    }

    [Fact]
    public void Centralized_transport_passes_on_at_its_first_place_and_serves_at_its_last()
    {
        var snapshot = Some.Snapshot(Some.Organization("internet cloud office cloud", "cloud office cloud internet"));

        var first = Router.Route(snapshot, Some.Cloud, Some.Stranger, FromAlice, Some.Ada, ServedMarks.None);
        var last = Router.Route(snapshot, Some.Cloud, Some.From(Some.Office), FromAlice, Some.Ada, ServedMarks.None);
        var outFirst = Router.Route(
            snapshot, Some.Cloud, Submission(Some.Ada), Some.Path(Some.Ada), Some.Alice, ServedMarks.None);
        var outLast = Router.Route(
            snapshot, Some.Cloud, Some.From(Some.Office), Some.Path(Some.Ada), Some.Alice, ServedMarks.None);

        Assert.Equal("Relay office", Words(first));
        Assert.Empty(first.Served);
        Assert.Equal("Deliver", Words(last));
        Assert.Equal("Relay office", Words(outFirst));
        Assert.Equal("Relay internet", Words(outLast));
    }

    [Fact]
    public void An_internal_relay_domain_passes_on_what_it_does_not_know()
    {
        var organization = Some.Organization(domain: new AcceptedDomain
        {
            Name = DomainName.Parse("contoso.example"), Type = DomainType.InternalRelay, UnknownTo = Some.Office,
        });
        var snapshot = Some.Snapshot(organization);

        string At(SiteName site, Origin origin) =>
            Words(Router.Route(snapshot, site, origin, FromAlice, Some.Address("nobody"), ServedMarks.None));

        Assert.Equal("Relay cloud", At(Some.Filter, Some.Stranger));
        Assert.Equal("Relay office", At(Some.Cloud, Some.From(Some.Filter)));
        Assert.Equal("Refuse 5.1.1", At(Some.Office, Some.From(Some.Cloud)));
    }

    [Fact]
    public void Nested_groups_and_circles_reach_everybody_once()
    {
        var snapshot = Some.Snapshot(recipients: Some.Recipients(
            new Recipient
            {
                Address = Some.Address("all"), Kind = RecipientKind.Group, Site = Some.Cloud,
                Members = [Some.Team, Some.Address("all"), Some.Ada],
            }));

        var decision = Router.Route(
            snapshot, Some.Cloud, Some.From(Some.Filter), FromAlice, Some.Address("all"), ServedMarks.None);

        Assert.Equal("Expand, Expand, Deliver, Relay office", Words(decision));
    }

    [Fact]
    public void Forwards_in_a_circle_that_keep_nothing_are_refused()
    {
        var snapshot = Some.Snapshot(recipients: Some.Recipients(
            Forwarder("ping", "pong"), Forwarder("pong", "ping")));

        var decision = Router.Route(
            snapshot, Some.Cloud, Some.From(Some.Filter), FromAlice, Some.Address("ping"), ServedMarks.None);

        Assert.Equal("Refuse 5.4.14", Words(decision));
    }

    [Fact]
    public void A_member_that_nobody_has_fails_alone()
    {
        var snapshot = Some.Snapshot(recipients: Some.Recipients(
            new Recipient
            {
                Address = Some.Address("pair"), Kind = RecipientKind.Group, Site = Some.Cloud,
                Members = [Some.Ada, Some.Address("gone")],
            }));

        var decision = Router.Route(
            snapshot, Some.Cloud, Some.From(Some.Filter), FromAlice, Some.Address("pair"), ServedMarks.None);

        Assert.False(decision.IsRefused);
        Assert.Equal("Expand, Deliver, Refuse 5.1.1", Words(decision));
    }

    private static Recipient Forwarder(string local, string target) => new()
    {
        Address = Some.Address(local), Kind = RecipientKind.Mailbox, Site = Some.Cloud,
        Forward = [Some.Address(target)], Keep = false,
    };

    private static Origin.Submission Submission(EmailAddress user) => new(user);

    private static Decision Route(SiteName site, Origin origin, ReversePath from, EmailAddress to) =>
        Router.Route(Some.Snapshot(), site, origin, from, to, ServedMarks.None);

    private static string Words(Decision decision) => string.Join(", ", decision.Hops.Select(hop => hop.Action switch
    {
        HopAction.Relay => $"Relay {hop.Next}",
        HopAction.Refuse => $"Refuse {hop.Reply!.Status}",
        _ => hop.Action.ToString(),
    }));
}
