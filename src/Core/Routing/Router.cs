using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>Where a message goes: one pure and total function that servers, proof and explanation all call.</summary>
public static class Router
{
    /// <summary>
    /// Decides what site <paramref name="here"/> does with one recipient. At RCPT TO the marks are not known yet and
    /// are given as none; at the end of data the decision is taken again with the marks that the message carries.
    /// </summary>
    public static Decision Route(
        Snapshot snapshot, SiteName here, Origin origin, ReversePath from, EmailAddress recipient, IServedMarks served)
    {
        if (Doors.Refusal(snapshot, here, origin, from, recipient) is { } refusal)
        {
            return Decision.Of(refusal);
        }

        var organization = snapshot.Organization;
        var position = Position.Of(organization, here, origin);
        if (!organization.IsOurs(recipient.Domain))
        {
            return Decision.Of(Outward(organization, here, origin, position, from, recipient));
        }

        if (ReturnWay.Parts(organization, recipient) is { } parts)
        {
            return ReturnWay.Route(snapshot, here, origin, position, from, recipient, parts, served);
        }

        if (organization[here].Kind == SiteKind.Filter || position.OnlyPassesOn)
        {
            return Decision.Of(PassOn(snapshot, here, origin, position, from, recipient));
        }

        return new Resolution(snapshot, here, origin, position, from, served).Resolve(recipient);
    }

    /// <summary>
    /// The answer to a recipient whom nobody is known to be (door 3c): later where the copy of the directory is too
    /// old to say so, else never.
    /// </summary>
    internal static Hop Unknown(Snapshot snapshot, Origin origin, EmailAddress recipient) =>
        snapshot.IsRecipientsStale
            ? Hop.Refuse(recipient, Reason.DirectoryTooOld, "3c",
                "No record has this address, and the copy of the directory is older than its limit.")
            : NoSuch(snapshot.Organization, origin, recipient);

    /// <summary>
    /// The refusal of a recipient that no record of ours has, in a domain that passes on such; null where it goes on.
    /// What a site sends by itself is not held up: nobody waits who could be told.
    /// </summary>
    internal static Hop? ForeignRefusal(
        Snapshot snapshot, AcceptedDomain domain, Origin origin, EmailAddress recipient) =>
        domain.RecipientsFrom is not { } source || origin is Origin.OwnMail
            ? null
            : snapshot.Foreign.Answer(recipient) switch
            {
                ForeignAnswer.Exists => null,
                ForeignAnswer.Missing => NoSuch(snapshot.Organization, origin, recipient),
                _ => Hop.Refuse(
                    recipient, Reason.RecipientNotConfirmed, "3c", $"Nothing is known of it from {source}."),
            };

    /// <summary>The refusal of an unknown recipient, whatever the age of the copy.</summary>
    internal static Hop NoSuch(Organization organization, Origin origin, EmailAddress recipient) =>
        Doors.IsOwnSite(organization, origin) || origin is Origin.Submission or Origin.OwnMail
            ? Hop.Refuse(recipient, Reason.UnknownRecipientInside, "3c", "No record has this address.")
            : Hop.Refuse(recipient, Reason.UnknownRecipientOutside, "3c", "No record has this address.");

    /// <summary>The next hop of what leaves for the Internet (rule 2).</summary>
    internal static Hop Outward(
        Organization organization, SiteName here, Origin origin, Position position, ReversePath from,
        EmailAddress recipient)
    {
        if (position.NextOutbound is { } next)
        {
            return Hop.Relay(recipient, next, "2",
                !next.IsInternet ? $"Outbound goes on to {next}."
                : organization.MustRewrite(from) ? "The last site of outbound rewrites the reverse-path by SRS."
                : "The last site of outbound looks up the MX.");
        }

        return organization[here].Kind == SiteKind.Filter && origin is Origin.OwnMail
            ? Hop.Relay(recipient, Place.Internet, "2", "A filter sends its own notices by MX.")
            : Hop.Refuse(recipient, Reason.NoRoute, "2", $"{here} stands in no outbound arrow.");
    }

    // A filter, and the first place of centralized transport: validate and pass on, serve nobody.
    private static Hop PassOn(
        Snapshot snapshot, SiteName here, Origin origin, Position position, ReversePath from, EmailAddress recipient)
    {
        var organization = snapshot.Organization;
        var found = snapshot.Recipient(here, recipient);
        if (found is null)
        {
            var domain = organization.Accepted(recipient.Domain);
            var unknown = domain?.TypeAt(here) == DomainType.InternalRelay
                ? ForeignRefusal(snapshot, domain, origin, recipient)
                : Unknown(snapshot, origin, recipient);
            if (unknown is not null)
            {
                return unknown;
            }
        }
        else if (Restriction.Refusal(snapshot, here, origin, position, from, found) is { } refusal)
        {
            return refusal;
        }

        return Onward(
            position, here, recipient, $"{here} passes on to the next place of inbound, {position.NextInbound}.");
    }

    /// <summary>To the next place of inbound, whoever the recipient is.</summary>
    internal static Hop Onward(Position position, SiteName here, EmailAddress recipient, string why) =>
        position.NextInbound is { } next
            ? Hop.Relay(recipient, next, "1", why)
            : Hop.Refuse(recipient, Reason.NoRoute, "1", $"No arrow of inbound leads on from {here}.");
}
