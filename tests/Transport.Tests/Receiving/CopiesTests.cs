using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Queue.Facts;
using Causeway.Transport.Receiving;
using Hop = Causeway.Core.Routing.Hop;

namespace Causeway.Transport.Tests.Receiving;

public sealed class CopiesTests
{
    private static readonly Place Office = new(Some.Office);

    [Fact]
    public void One_copy_goes_to_each_next_hop() => Assert.Equal(
        ["0 Mailbox : ada", "1 Site office: grace edsger", "2 Internet fabrikam.example: alice@fabrikam"],
        Words(
            Of(HopAction.Deliver, "ada"), Of(HopAction.Relay, "grace", Office), Of(HopAction.Relay, "edsger", Office),
            Relay(EmailAddress.Parse("alice@fabrikam.example"), Place.Internet)));

    [Fact]
    public void A_mailbox_that_is_named_twice_gets_one_copy() => Assert.Equal(
        ["0 Mailbox : ada"],
        Words(Of(HopAction.Deliver, "ada"), Of(HopAction.Expand, "team"), Of(HopAction.Deliver, "ADA")));

    [Fact]
    public void What_cannot_be_routed_is_held_and_named()
    {
        var copies = Copies.Of(["team@contoso.example"], [Decision(
            Of(HopAction.Deliver, "ada"),
            new Hop(HopAction.Refuse, Address("gone"), null, Reason.UnknownRecipientInside, "3c", ""))]);

        Assert.Equal(DestinationKind.Held, copies[1].Kind);
        Assert.Equal(["gone@contoso.example"], copies[1].Recipients);
        Assert.StartsWith("550 5.1.1", copies[1].Next, StringComparison.Ordinal);
    }

    private static string[] Words(params Hop[] hops) =>
        [.. Copies.Of(["team@contoso.example"], [Decision(hops)]).Select(copy =>
        $"{copy.Number} {copy.Kind} {copy.Next}: "
        + string.Join(' ', copy.Recipients.Select(recipient => recipient
            .Replace(".example", "", StringComparison.Ordinal)
            .Replace("@contoso", "", StringComparison.Ordinal))))];

    private static Decision Decision(params Hop[] hops) => new([.. hops], []);

    private static Hop Of(HopAction action, string local, Place? next = null) =>
        new(action, Address(local), next, null, "1", "");

    private static Hop Relay(EmailAddress recipient, Place next) =>
        new(HopAction.Relay, recipient, next, null, "2", "");

    private static EmailAddress Address(string local) => EmailAddress.Parse($"{local}@contoso.example");
}
