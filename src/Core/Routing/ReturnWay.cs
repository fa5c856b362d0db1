using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>
/// The way of a notice to a return address that SRS made (rule 1): by its form to the site that makes them, which alone
/// can tell a genuine one, and from there to the sender that it stands for.
/// </summary>
internal static class ReturnWay
{
    /// <summary>The parts of a return address in an accepted domain; null for everything else.</summary>
    public static SrsAddress? Parts(Organization organization, EmailAddress recipient) =>
        SrsAddress.TryParse(recipient, out var parts) && organization.Accepted(recipient.Domain) is not null
        && organization.LastOutbound is not null
            ? parts
            : null;

    public static Decision Route(
        Snapshot snapshot, SiteName here, Origin origin, Position position, ReversePath from, EmailAddress recipient,
        SrsAddress parts, IServedMarks served)
    {
        if (!from.IsNull)
        {
            return Decision.Of(Hop.Refuse(
                recipient, Reason.ReturnAddressForNotices, "1", "A return address takes mail without reverse-path."));
        }

        var organization = snapshot.Organization;
        var maker = organization.LastOutbound!.Value;
        if (maker == here && !position.OnlyPassesOn)
        {
            var answer = snapshot.Returns.Read(recipient, parts);
            return answer.Sender is { } sender
                ? new Resolution(snapshot, here, origin, position, ReversePath.Null, served).Return(recipient, sender)
                : Decision.Of(Hop.Refuse(
                    recipient, answer.Refusal!.Value, "1", "Hash or day of the return address are not good."));
        }

        return Decision.Of(organization[here].Kind == SiteKind.Filter || position.OnlyPassesOn
            ? Router.Onward(position, here, recipient, $"By its form a return address; {maker} checks hash and day.")
            : Towards(organization.Flow, position, here, maker, recipient));
    }

    // Where no arrow of mail inward leads to the maker, those of outbound do: it stands at their end.
    private static Hop Towards(
        MailFlow flow, Position position, SiteName here, SiteName maker, EmailAddress recipient)
    {
        var why = $"Return addresses are made at {maker}.";
        var hop = InternalWay.Towards(flow, position, here, maker, recipient, why);
        return hop.Action == HopAction.Refuse && position.NextOutbound is { IsInternet: false } next
            ? Hop.Relay(recipient, next, "2", why)
            : hop;
    }
}
