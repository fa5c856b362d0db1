using Causeway.Core.Addresses;
using Causeway.Core.Proof;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Tests.Routing;

public sealed class ReturnWayTests
{
    private static readonly EmailAddress Genuine =
        EmailAddress.Parse("SRS0=good=AA=fabrikam.example=alice@contoso.example");

    private static readonly EmailAddress Forged =
        EmailAddress.Parse("SRS0=bad=AA=fabrikam.example=alice@contoso.example");

    private static readonly ReversePath FromAlice = Some.Path(Some.Alice);

    [Fact]
    public void A_filter_takes_a_notice_by_the_form_of_its_return_address()
    {
        Assert.Equal("Relay cloud", Words(Route(Some.Filter, Some.Stranger, ReversePath.Null, Genuine)));
        Assert.Equal("Relay cloud", Words(Route(Some.Filter, Some.Stranger, ReversePath.Null, Forged)));
    }

    [Theory]
    [InlineData("SRS1=hash=fwd.example==HHH=TT=orig.example=user@contoso.example")]
    [InlineData("bounces+SRS=hash=TT@contoso.example")]
    public void It_knows_every_form(string address) => Assert.Equal("Relay cloud",
        Words(Route(Some.Filter, Some.Stranger, ReversePath.Null, EmailAddress.Parse(address))));

    [Fact]
    public void With_a_reverse_path_it_is_refused_everywhere()
    {
        foreach (var (site, origin) in new[]
        {
            (Some.Filter, Some.Stranger), (Some.Cloud, Some.From(Some.Filter)), (Some.Cloud, Some.From(Some.Office)),
            (Some.Office, Some.From(Some.Cloud)), (Some.Office, new Origin.Submission(Some.Grace)),
        })
        {
            Assert.Equal("Refuse 5.7.1", Words(Route(site, origin, FromAlice, Genuine)));
        }
    }

    [Fact]
    public void The_site_that_made_it_relays_to_the_sender_as_its_own()
    {
        var decision = Route(Some.Cloud, Some.From(Some.Filter), ReversePath.Null, Genuine);

        Assert.Equal("Forward, Relay internet", Words(decision));
        Assert.Equal(Some.Alice, decision.Hops[1].Recipient);
    }

    [Fact]
    public void The_site_that_made_it_refuses_what_it_did_not_make() =>
        Assert.Equal("Refuse 5.7.1", Words(Route(Some.Cloud, Some.From(Some.Filter), ReversePath.Null, Forged)));

    [Fact]
    public void A_stranger_who_goes_round_the_filter_meets_the_door_before() =>
        Assert.Equal("Refuse 5.7.51", Words(Route(Some.Cloud, Some.Stranger, ReversePath.Null, Genuine)));

    [Fact]
    public void Another_site_hands_it_to_the_one_that_made_it() =>
        Assert.Equal("Relay cloud", Words(Route(Some.Office, new Origin.OwnMail(), ReversePath.Null, Genuine)));

    [Fact]
    public void Where_the_office_comes_first_it_passes_on_to_the_cloud_that_made_it()
    {
        var organization = Some.Organization("internet filter office cloud");

        Assert.Equal("Relay cloud", Words(Route(
            Some.Office, Some.From(Some.Filter), ReversePath.Null, Genuine, organization)));
    }

    [Fact]
    public void With_centralized_transport_it_is_read_at_the_last_place_and_leaves_by_all_of_outbound()
    {
        var organization = Some.Organization("internet cloud office cloud", "cloud office cloud internet");

        Assert.Equal("Relay office", Words(Route(
            Some.Cloud, Some.Stranger, ReversePath.Null, Genuine, organization)));
        Assert.Equal("Forward, Relay office", Words(Route(
            Some.Cloud, Some.From(Some.Office), ReversePath.Null, Genuine, organization)));
    }

    [Fact]
    public void A_filter_that_sends_to_the_Internet_reads_its_own()
    {
        var organization = Some.Organization(outbound: "office cloud filter internet");

        Assert.Equal("Forward, Relay internet", Words(Route(
            Some.Filter, Some.Stranger, ReversePath.Null, Genuine, organization)));
        Assert.Equal("Refuse 5.7.1", Words(Route(
            Some.Filter, Some.Stranger, ReversePath.Null, Forged, organization)));
    }

    [Fact]
    public void Where_no_inward_arrow_leads_to_its_maker_a_notice_goes_by_outbound()
    {
        var organization = Some.Organization("internet filter office", "office filter internet", "");

        Assert.Equal("Relay filter", Words(Route(
            Some.Office, new Origin.OwnMail(), ReversePath.Null, Genuine, organization)));
    }

    [Fact]
    public void The_form_in_a_domain_of_somebody_else_means_nothing_here() =>
        Assert.Equal("Refuse 5.7.1", Words(Route(
            Some.Filter, Some.Stranger, ReversePath.Null, EmailAddress.Parse("SRS0=good=AA=x.example=a@fwd.example"))));

    [Fact]
    public void Without_a_key_nothing_is_believed() => Assert.Equal(
        Reason.ReturnAddressNotOurs,
        Router.Route(
            Some.Snapshot(), Some.Cloud, Some.From(Some.Filter), ReversePath.Null, Genuine, ServedMarks.None)
            .Hops[0].Refusal);

    [Fact]
    public void An_explanation_shows_the_whole_way_back()
    {
        var path = Explanation.Explain(Some.Snapshot(), ReversePath.Null, Genuine, at: null)!;

        Assert.Equal(
            "filter Relay, cloud Forward, cloud Relay",
            string.Join(", ", path.Steps.Select(step => $"{step.Site.Name} {step.Hop.Action}")));
        Assert.Equal(Some.Alice, path.Departures.Single().Hop.Recipient);
    }

    [Fact]
    public void A_message_that_comes_back_to_a_mailbox_which_forwarded_it_is_kept_and_not_forwarded_again()
    {
        var edsger = Some.Address("edsger");

        Assert.Equal("Deliver", Words(Router.Route(
            Some.Snapshot(), Some.Office, Some.From(Some.Cloud), FromAlice, edsger, new Bearing(edsger))));
        Assert.Equal("Deliver, Forward, Relay cloud", Words(Router.Route(
            Some.Snapshot(), Some.Office, Some.From(Some.Cloud), FromAlice, edsger, new Bearing(Some.Grace))));
    }

    [Fact]
    public void Where_the_mailbox_keeps_nothing_it_is_a_loop()
    {
        var relay = new Recipient
        {
            Address = Some.Address("gone"), Kind = RecipientKind.Mailbox, Site = Some.Office, Forward = [Some.Alice],
            Keep = false,
        };
        var snapshot = Some.Snapshot(recipients: Some.Recipients(relay));

        Assert.Equal("Refuse 5.4.6", Words(Router.Route(
            snapshot, Some.Office, Some.From(Some.Cloud), FromAlice, relay.Address, new Bearing(relay.Address))));
    }

    [Fact]
    public void What_is_forwarded_bears_the_mailboxes_that_forwarded_it_and_what_is_expanded_does_not()
    {
        var team = new Recipient
        {
            Address = Some.Address("all"), Kind = RecipientKind.Group, Site = Some.Office,
            Members = [Some.Address("edsger"), EmailAddress.Parse("guest@woodgrove.example")],
        };
        var decision = Route(
            Some.Office, Some.From(Some.Cloud), FromAlice, team.Address, recipients: Some.Recipients(team));

        Assert.Equal("Expand, Deliver, Forward, Relay cloud, Relay cloud", Words(decision));
        Assert.Equal([Some.Address("edsger")], decision.Hops[3].ForwardedBy);
        Assert.Empty(decision.Hops[4].ForwardedBy);
    }

    [Fact]
    public void Members_and_contacts_outside_are_no_forwards_whatever_the_policy()
    {
        var guest = EmailAddress.Parse("guest@woodgrove.example");
        var rows = Some.Recipients(
            new Recipient
            {
                Address = Some.Address("all"), Kind = RecipientKind.Group, Site = Some.Office, Members = [guest],
            },
            new Recipient
            {
                Address = Some.Address("contact"), Kind = RecipientKind.Contact, Site = Some.Office, Target = guest,
            });
        var organization = Some.Organization() with { ForwardingOutside = false };

        foreach (var (local, action) in new[] { ("all", "Expand"), ("contact", "Forward") })
        {
            Assert.Equal($"{action}, Relay cloud", Words(Route(
                Some.Office, Some.From(Some.Cloud), FromAlice, Some.Address(local), organization, rows)));
        }
    }

    [Theory]
    [InlineData("*", "Refuse 5.7.520")]
    [InlineData("fabrikam.example", "Refuse 5.7.520")]
    [InlineData("woodgrove.example", "Relay cloud")]
    [InlineData("*.fabrikam.example", "Relay cloud")]
    public void A_remote_domain_may_forbid_forwards_to_it(string name, string expected)
    {
        var organization = Some.Organization() with
        {
            RemoteDomains = [new RemoteDomain { Name = name, Forwarding = false }],
        };

        Assert.Equal($"Deliver, Forward, {expected}", Words(Route(
            Some.Office, Some.From(Some.Cloud), FromAlice, Some.Address("edsger"), organization)));
    }

    [Theory]
    [InlineData("fabrikam.example", "fabrikam.example")]
    [InlineData("mail.fabrikam.example", "*.fabrikam.example")]
    [InlineData("a.mail.fabrikam.example", "*.mail.fabrikam.example")]
    [InlineData("woodgrove.example", "*")]
    public void Of_several_remote_domains_the_most_specific_holds(string domain, string expected)
    {
        var organization = Some.Organization() with
        {
            RemoteDomains =
            [
                .. ((string[])["*", "*.fabrikam.example", "fabrikam.example", "*.mail.fabrikam.example"])
                    .Select(name => new RemoteDomain { Name = name }),
            ],
        };

        Assert.Equal(expected, organization.Remote(DomainName.Parse(domain)).Name);
        Assert.Equal(RemoteDomain.Default, Some.Organization().Remote(DomainName.Parse(domain)));
    }

    private static Decision Route(
        SiteName here, Origin origin, ReversePath from, EmailAddress to, Organization? organization = null,
        RecipientTable? recipients = null) => Router.Route(
            Some.Snapshot(organization, recipients) with { Returns = new Good() }, here, origin, from, to,
            ServedMarks.None);

    private static string Words(Decision decision) => string.Join(", ", decision.Hops.Select(hop =>
        hop.Action switch
        {
            HopAction.Relay => $"Relay {hop.Next}",
            HopAction.Refuse => $"Refuse {hop.Reply!.Status}",
            _ => hop.Action.ToString(),
        }));

    /// <summary>A key whose hashes are all <c>good</c>.</summary>
    private sealed class Good : IReturnAddresses
    {
        public ReturnAddress Read(EmailAddress address, SrsAddress parts) => parts.Hash == "good"
            ? ReturnAddress.Of(parts.Sender!.Value)
            : ReturnAddress.Refused(Reason.ReturnAddressNotOurs);
    }

    private sealed class Bearing(EmailAddress mailbox) : IServedMarks
    {
        public bool Contains(ServedMark mark) => false;

        public long? HighestVersion(EmailAddress recipient) => null;

        public bool WasDeliveredTo(EmailAddress other) => other == mailbox;
    }
}
