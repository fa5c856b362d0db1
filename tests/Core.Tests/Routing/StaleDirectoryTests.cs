using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Tests.Routing;

public sealed class StaleDirectoryTests
{
    private static readonly EmailAddress Nobody = Some.Address("nobody");

    [Fact]
    public void An_unknown_recipient_waits_at_a_filter_whose_copy_is_too_old()
    {
        var hop = Route(Some.Filter, Some.Stranger, Nobody);

        Assert.Equal(Reason.DirectoryTooOld, hop.Refusal);
        Assert.Equal(451, hop.Reply!.Code);
        Assert.True(hop.Reply.IsTransient);
    }

    [Theory]
    [InlineData("cloud")]
    [InlineData("office")]
    public void An_unknown_recipient_waits_at_every_other_site_too(string site) =>
        Assert.Equal(Reason.DirectoryTooOld,
            Route(SiteName.Parse(site), new Origin.OwnMail(), Nobody).Refusal);

    [Theory]
    [InlineData("ada")]
    [InlineData("countess")]
    [InlineData("ada+news")]
    [InlineData("grace")]
    [InlineData("team")]
    [InlineData("postmaster")]
    public void A_known_recipient_is_accepted_whatever_the_age_of_the_copy(string local) =>
        Assert.Equal(HopAction.Relay, Route(Some.Filter, Some.Stranger, Some.Address(local)).Action);

    [Fact]
    public void The_age_of_the_copy_opens_no_door()
    {
        Assert.Equal(Reason.DoorLocked, Route(Some.Cloud, Some.Stranger, Nobody).Refusal);
        Assert.Equal(Reason.RelayDenied, Route(Some.Filter, Some.Stranger, Some.Alice).Refusal);
    }

    [Fact]
    public void A_member_that_the_copy_lacks_fails_alone()
    {
        var group = new Recipient
        {
            Address = Some.Address("all"), Kind = RecipientKind.Group, Site = Some.Cloud, Members = [Some.Ada, Nobody],
        };
        var snapshot = Some.Snapshot(recipients: Some.Recipients(group)) with { IsRecipientsStale = true };

        var decision = Router.Route(snapshot, Some.Cloud, Some.From(Some.Filter), Some.Path(Some.Alice), group.Address,
            ServedMarks.None);

        Assert.Equal([null, null, Reason.UnknownRecipientInside], decision.Hops.Select(hop => hop.Refusal));
    }

    private static Hop Route(SiteName site, Origin origin, EmailAddress to) => Router.Route(
        Some.Snapshot() with { IsRecipientsStale = true }, site, origin, Some.Path(Some.Alice), to,
        ServedMarks.None).Hops[0];
}
