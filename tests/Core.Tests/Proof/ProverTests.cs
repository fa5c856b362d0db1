using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Core.Proof;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Tests.Proof;

public sealed class ProverTests
{
    [Fact]
    public void The_reference_topology_passes_everything_but_what_needs_dns() =>
        Assert.Equal("P9 NotChecked", NotPassed(Prover.Prove(Some.Organization(), Some.Recipients())));

    [Fact]
    public void Centralized_transport_passes() =>
        Assert.Equal("P1 NotApplicable, P9 NotChecked", NotPassed(Prover.Prove(
            Some.Organization("internet cloud office cloud", "cloud office cloud internet"), Some.Recipients())));

    [Fact]
    public void An_office_that_sends_direct_fails_exposure() =>
        AssertFails("P3", Some.Organization(outbound: "cloud office internet"));

    [Fact]
    public void Arrows_round_a_declared_filter_fail_filtered()
    {
        var organization = Some.Organization();
        var round = Some.Organization("internet cloud office") with { Sites = organization.Sites };

        AssertFails("P1", round);
    }

    [Fact]
    public void A_mailbox_site_in_no_arrow_fails_reach() =>
        AssertFails("P4", Some.Organization("internet filter cloud", "cloud internet", ""));

    [Fact]
    public void An_address_with_two_owners_fails_one_home()
    {
        var recipients = Some.Recipients(
            new Recipient { Address = Some.Grace, Kind = RecipientKind.Mailbox, Site = Some.Cloud });

        var result = Prover.Prove(Some.Organization(), recipients).Single(property => property.Id == "P5");

        Assert.Equal(Verdict.Fail, result.Verdict);
        Assert.Contains("grace@contoso.example", result.Summary, StringComparison.Ordinal);
        Assert.NotEmpty(result.Counterexamples);
    }

    [Fact]
    public void A_filter_declared_as_own_organization_is_an_open_relay() =>
        AssertFails("P6", Some.Organization(connectors: connector => connector with { Trust = Trust.OwnOrganization }));

    [Fact]
    public void A_connector_that_delivers_by_mx_leads_back_to_the_filter() =>
        AssertFails("P2", Some.Organization(connectors: connector =>
            connector.To == Some.Office ? connector with { DeliverBy = DeliverBy.Mx } : connector));

    [Fact]
    public void A_door_that_really_let_a_stranger_in_is_a_back_door()
    {
        var postmaster = Some.Address("postmaster");
        var shut = new DoorTry(Some.Cloud, false, postmaster, "550 5.7.51 no", IsTaken: false);
        var first = new DoorTry(Some.Filter, true, postmaster, "250 2.1.5 OK", IsTaken: true);
        var open = shut with { Reply = "250 2.1.5 OK", IsTaken = true };

        Assert.Equal(Verdict.Pass, Judge(shut, first).Verdict);
        Assert.Equal(Verdict.Fail, Judge(open, first).Verdict);
        Assert.NotEmpty(Judge(open, first).Counterexamples);

        static PropertyResult Judge(params DoorTry[] doors) => Prover.Prove(
            Some.Organization(), Some.Recipients(), dns: null, [.. doors]).Single(result => result.Id == "P7");
    }

    [Fact]
    public void An_unlocked_cloud_is_a_back_door() =>
        AssertFails("P7", Some.Organization(connectors: connector =>
            connector.To == Some.Cloud ? connector with { Lock = false } : connector));

    [Fact]
    public void An_outage_longer_than_a_neighbour_waits_fails() =>
        AssertFails("P11", Some.Organization() with { Outage = TimeSpan.FromDays(6) });

    [Fact]
    public void Unencrypted_hops_fail_identity_and_addresses_warn()
    {
        AssertFails("P12", Some.Organization(connectors: connector =>
            connector with { Tls = TlsLevel.Opportunistic }));
        Assert.Equal(Verdict.Warn, Verdict12(Some.Organization(connectors: connector =>
            connector.From == Some.Office ? connector with { IdentifyBy = IdentifyBy.Address } : connector)));
    }

    [Fact]
    public void An_internal_relay_domain_warns_of_backscatter()
    {
        var organization = Some.Organization(domain: new AcceptedDomain
        {
            Name = DomainName.Parse("contoso.example"),
            Type = DomainType.InternalRelay,
            UnknownTo = Some.Office,
        });

        Assert.Equal("P8 Warn, P9 NotChecked", NotPassed(Prover.Prove(organization, Some.Recipients())));
    }

    [Fact]
    public void A_foreign_platform_is_assumed_not_proved()
    {
        var organization = Some.Organization(sites: site =>
            site.Name == Some.Cloud ? site with { Platform = Platform.ExchangeOnline } : site);

        var door = Prover.Prove(organization, Some.Recipients()).Single(property => property.Id == "P7");

        Assert.Equal(Verdict.Assumed, door.Verdict);
        Assert.Contains("probe", door.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Platform.ExchangeOnline, "P7", "cloud (exchange-online): a Partner connector")]
    [InlineData(Platform.ExchangeServer, "P3", "cloud (exchange-server): one send connector")]
    [InlineData(Platform.Postfix, "P6", "cloud (postfix): smtpd_relay_restrictions")]
    [InlineData(Platform.Other, "P11", "cloud (other): the queue")]
    public void What_is_assumed_is_said_in_the_words_of_the_platform(Platform platform, string id, string words)
    {
        var organization = Some.Organization(sites: site =>
            site.Name == Some.Cloud ? site with { Platform = platform } : site);

        var result = Prover.Prove(organization, Some.Recipients()).Single(property => property.Id == id);

        Assert.Equal(Verdict.Assumed, result.Verdict);
        Assert.Contains(words, result.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_platforms_are_assumed_each_in_its_words()
    {
        var organization = Some.Organization(sites: site => site with
        {
            Platform = site.Name == Some.Cloud ? Platform.ExchangeOnline
                : site.Name == Some.Office ? Platform.Postfix : Platform.Causeway,
        });

        var result = Prover.Prove(organization, Some.Recipients()).Single(property => property.Id == "P11");

        Assert.Contains("cloud (exchange-online): the queue keeps", result.Summary, StringComparison.Ordinal);
        Assert.Contains("office (postfix): maximal_queue_lifetime", result.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("filter", result.Summary.Split("assumes")[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_router_without_doors_fails_back_doors() =>
        AssertNotices("P7", (snapshot, here, origin, from, to, served) =>
            Router.Route(snapshot, here, origin is Origin.Stranger
                && snapshot.Organization.Accepted(to.Domain) is not null
                    ? new Origin.OwnMail() : origin, from, to, served));

    [Fact]
    public void A_router_that_sends_back_what_the_office_holds_fails_no_loop() =>
        AssertNotices("P2", (snapshot, here, origin, from, to, served) =>
        {
            var decision = Router.Route(snapshot, here, origin, from, to, served);
            return here != Some.Office ? decision : new Decision(
                [.. decision.Hops.Select(hop => hop.Action == HopAction.Deliver
                    ? hop with { Action = HopAction.Relay, Next = new Place(Some.Cloud) } : hop)], decision.Served);
        });

    [Fact]
    public void A_router_that_sends_back_without_end_fails_no_loop() =>
        AssertNotices("P2", (snapshot, here, origin, from, to, _) =>
        {
            var decision = Router.Route(snapshot, here, origin, from, to, ServedMarks.None);
            return here != Some.Office ? decision : new Decision(
                [.. decision.Hops.Select(hop => hop.Action == HopAction.Deliver
                    ? hop with { Action = HopAction.Relay, Next = new Place(Some.Cloud) } : hop)], []);
        });

    [Fact]
    public void A_router_without_relay_check_fails_no_open_relay() =>
        AssertNotices("P6", (snapshot, here, origin, from, to, served) =>
            Router.Route(snapshot, here, snapshot.Organization.Accepted(to.Domain) is null
                && snapshot.Organization.RoutedBy(to.Domain) is null
                    ? new Origin.OwnMail() : origin, from, to, served));

    [Fact]
    public void A_router_that_delivers_twice_fails_one_home() =>
        AssertNotices("P5", (snapshot, here, origin, from, to, served) =>
        {
            var decision = Router.Route(snapshot, here, origin, from, to, served);
            return decision.Hops[0].Action == HopAction.Deliver
                ? decision with { Hops = [decision.Hops[0], .. decision.Hops] } : decision;
        });

    [Fact]
    public void A_router_that_takes_any_hash_makes_return_addresses_an_open_relay() =>
        AssertNotices("P6", (snapshot, here, origin, from, to, served) => Router.Route(
            snapshot with { Returns = ReturnAddresses.AsClaimed }, here, origin, from, to, served));

    [Fact]
    public void A_router_that_takes_mail_with_a_reverse_path_for_return_addresses_backscatters()
    {
        static Decision Broken(
            Snapshot snapshot, SiteName here, Origin origin, ReversePath from, EmailAddress to, IServedMarks served) =>
            Router.Route(
                snapshot, here, origin, SrsAddress.TryParse(to, out _) ? ReversePath.Null : from, to, served);

        AssertNotices("P6", Broken);
        AssertNotices("P8", Broken);
    }

    [Fact]
    public void A_router_that_forgets_return_addresses_loses_the_bounces_of_forwards() =>
        AssertNotices("P10", (snapshot, here, origin, from, to, served) => Router.Route(
            snapshot with { Returns = ReturnAddresses.None }, here, origin, from, to, served));

    private static Verdict Verdict12(Organization organization) =>
        Prover.Prove(organization, Some.Recipients()).Single(property => property.Id == "P12").Verdict;

    private static void AssertNotices(string id, RouteFunction broken)
    {
        var result = Prover.Prove(Some.Organization(), Some.Recipients(), broken).Single(property => property.Id == id);
        Assert.Equal(Verdict.Fail, result.Verdict);
        Assert.NotEmpty(result.Counterexamples);
    }

    private static void AssertFails(string id, Organization organization)
    {
        var result = Prover.Prove(organization, Some.Recipients()).Single(property => property.Id == id);
        Assert.True(result.Verdict == Verdict.Fail, $"{id} is {result.Verdict}: {result.Summary}");
        Assert.NotEmpty(result.Counterexamples);
    }

    private static string NotPassed(ImmutableArray<PropertyResult> results) => string.Join(", ",
        results.Where(result => result.Verdict != Verdict.Pass).Select(result => $"{result.Id} {result.Verdict}"));
}
