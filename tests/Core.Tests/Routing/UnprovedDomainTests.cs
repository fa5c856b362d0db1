using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Tests.Routing;

/// <summary>An accepted domain of which nobody has proved yet that it is the organization's.</summary>
public sealed class UnprovedDomainTests
{
    private static readonly DomainName Contoso = DomainName.Parse("contoso.example");
    private static readonly DomainName Tailspin = DomainName.Parse("tailspin.example");

    private static Snapshot Unproved => Some.Snapshot() with { Unproved = [Contoso] };

    [Fact]
    public void Mail_of_strangers_for_it_waits_and_they_hear_nothing_of_why()
    {
        var hop = Route(Unproved, Some.Filter, Some.Stranger, Some.Alice, Some.Ada);

        Assert.Equal((Reason.DomainNotServedYet, "3d"), (hop.Refusal, hop.Rule));
        Assert.True(hop.Reply!.IsTransient);
        Assert.DoesNotContain("verified", hop.Reply.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_belongs_to_the_organization_is_told_what_to_publish()
    {
        Assert.Equal(
            Reason.DomainNotVerified,
            Route(Unproved, Some.Cloud, Some.From(Some.Filter), Some.Alice, Some.Ada).Refusal);
        Assert.Equal(
            Reason.DomainNotVerified,
            Route(Unproved, Some.Cloud, new Origin.Submission(Some.Ada), Some.Ada, Some.Grace).Refusal);
    }

    [Fact]
    public void Nobody_learns_who_exists_in_it() => Assert.Equal(
        Route(Unproved, Some.Filter, Some.Stranger, Some.Alice, Some.Ada) with { Recipient = Some.Address("nobody") },
        Route(Unproved, Some.Filter, Some.Stranger, Some.Alice, Some.Address("nobody")));

    [Fact]
    public void It_opens_no_door() => Assert.Equal(
        Reason.DoorLocked, Route(Unproved, Some.Cloud, Some.Stranger, Some.Alice, Some.Ada).Refusal);

    [Fact]
    public void A_user_does_not_send_from_it_and_what_a_site_hands_in_waits_there()
    {
        Assert.Equal(
            Reason.SenderDomainNotVerified,
            Route(Unproved, Some.Cloud, new Origin.Submission(Some.Ada), Some.Ada, Some.Alice).Refusal);
        var handed = Route(Unproved, Some.Cloud, Some.From(Some.Office), Some.Grace, Some.Alice);
        Assert.Equal(Reason.DomainNotVerified, handed.Refusal);
        Assert.True(handed.Reply!.IsTransient);
        Assert.Equal("5.7.750", ReplyTable.For(Reason.SenderDomainNotVerified).Status.ToString());
    }

    [Fact]
    public void A_mailbox_in_it_is_served_by_no_other_address_either_and_a_member_fails_alone()
    {
        var clerk = new Recipient
        {
            Address = EmailAddress.Parse("clerk@tailspin.example"), Kind = RecipientKind.Mailbox, Site = Some.Cloud,
            Proxies = [Some.Address("clerk")],
        };
        var group = new Recipient
        {
            Address = Some.Address("all"), Kind = RecipientKind.Group, Site = Some.Cloud,
            Members = [Some.Ada, clerk.Address],
        };
        var contoso = Some.Organization();
        var snapshot = Some.Snapshot(
            contoso with
            {
                Domains = [.. contoso.Domains, new AcceptedDomain { Name = Tailspin, Type = DomainType.Authoritative }],
            },
            Some.Recipients(clerk, group)) with { Unproved = [Tailspin] };

        Assert.Equal(
            Reason.DomainNotVerified,
            Route(snapshot, Some.Cloud, Some.From(Some.Filter), Some.Alice, Some.Address("clerk")).Refusal);
        var decision = Router.Route(
            snapshot, Some.Cloud, Some.From(Some.Filter), Some.Path(Some.Alice), group.Address, ServedMarks.None);
        Assert.False(decision.IsRefused);
        Assert.Equal(
            [(HopAction.Expand, null), (HopAction.Deliver, null), (HopAction.Refuse, Reason.DomainNotVerified)],
            decision.Hops.Select(hop => (hop.Action, hop.Refusal)));
    }

    [Fact]
    public void Return_addresses_are_made_in_a_domain_that_is_proved()
    {
        var contoso = Some.Organization();
        var snapshot = Some.Snapshot(contoso with
        {
            Domains = [.. contoso.Domains, new AcceptedDomain { Name = Tailspin, Type = DomainType.Authoritative }],
        });

        Assert.Equal(Contoso, snapshot.ReturnDomain);
        Assert.Equal(Tailspin, (snapshot with { Unproved = [Contoso] }).ReturnDomain);
        Assert.Equal(Contoso, (snapshot with { Unproved = [Contoso, Tailspin] }).ReturnDomain);
    }

    [Fact]
    public void Its_sub_domains_are_as_unproved_as_it_is()
    {
        var contoso = Some.Organization();
        var wide = Some.Snapshot(contoso with
        {
            Domains = [.. contoso.Domains.Select(domain => domain with { SubDomains = true })],
        }) with { Unproved = [Contoso] };

        Assert.True(wide.IsUnproved(DomainName.Parse("a.contoso.example")));
        Assert.False(wide.IsUnproved(Some.Alice.Domain));
    }

    [Theory]
    [InlineData("in.contoso.example", false, "", false)]
    [InlineData("in.contoso.example", false, "contoso.example", true)]
    [InlineData("in.fabrikam.example", false, "", true)]
    [InlineData("in.fabrikam.example", true, "", true)]
    public void A_sender_in_a_routing_domain_leaves_as_one_of_ours_only_below_a_domain_that_is_proved(
        string routing, bool isAccepted, string unproved, bool isRewritten)
    {
        var domain = DomainName.Parse(routing);
        var contoso = Some.Organization();
        var organization = contoso with
        {
            Domains =
            [
                .. contoso.Domains,
                .. isAccepted
                    ? [new AcceptedDomain { Name = domain, Type = DomainType.Authoritative, SubDomains = true }]
                    : Array.Empty<AcceptedDomain>(),
            ],
            Sites =
            [
                .. contoso.Sites.Select(site => site.Name == Some.Cloud ? site with { RoutingDomain = domain } : site),
            ],
        };
        var snapshot = Some.Snapshot(organization) with
        {
            Unproved = unproved.Length == 0 ? [] : [DomainName.Parse(unproved)],
        };

        Assert.Equal(isRewritten, snapshot.MustRewrite(Some.Path(EmailAddress.Parse($"ceo@{routing}"))));
        Assert.False(snapshot.MustRewrite(Some.Path(Some.Ada)));
        if (isAccepted)
        {
            Assert.True(snapshot.MustRewrite(Some.Path(EmailAddress.Parse($"ceo@a.{routing}"))));
        }
    }

    private static Hop Route(Snapshot snapshot, SiteName site, Origin origin, EmailAddress from, EmailAddress to) =>
        Router.Route(snapshot, site, origin, Some.Path(from), to, ServedMarks.None).Hops[0];
}
