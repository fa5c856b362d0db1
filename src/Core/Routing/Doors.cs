using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>The doors of rule 3, in their order; each answers at RCPT TO.</summary>
internal static class Doors
{
    /// <summary>
    /// The refusal of door 3a, 3b or 3d; null where the recipient may be looked up (ours) or relayed (others).
    /// </summary>
    public static Hop? Refusal(
        Snapshot snapshot, SiteName here, Origin origin, ReversePath from, EmailAddress recipient)
    {
        var organization = snapshot.Organization;
        if (organization.RoutedBy(recipient.Domain) is not null)
        {
            return RoutingDomain(organization, here, origin, recipient);
        }

        return organization.Accepted(recipient.Domain) is not null
            ? Inward(organization, here, origin, recipient) ?? Unproved(snapshot, origin, recipient)
            : Outward(snapshot, here, origin, from, recipient);
    }

    /// <summary>
    /// The answer to whoever writes to a domain that is not proved yet: later, since mail that comes a moment too early
    /// is to wait where it is. Null where the domain is proved. Strangers hear nothing of why.
    /// </summary>
    public static Hop? Unproved(Snapshot snapshot, Origin origin, EmailAddress recipient) =>
        !snapshot.IsUnproved(recipient.Domain) ? null
        : IsAttributed(snapshot.Organization, origin)
            ? Hop.Refuse(recipient, Reason.DomainNotVerified, "3d", $"{recipient.Domain} is not verified yet.")
            : Hop.Refuse(recipient, Reason.DomainNotServedYet, "3d", $"{recipient.Domain} is not verified yet.");

    /// <summary>True where the connection belongs to a site of this organization.</summary>
    public static bool IsOwnSite(Organization organization, Origin origin) =>
        origin is Origin.FromSite from && from.Organization == organization.Name;

    private static Hop? RoutingDomain(Organization organization, SiteName here, Origin origin, EmailAddress recipient)
    {
        if (IsOwnSite(organization, origin) || origin is Origin.OwnMail)
        {
            return null;
        }

        return organization[here].Kind == SiteKind.Filter
            ? Hop.Refuse(recipient, Reason.RoutingDomainAtFilter, "3a", "A filter does not serve the routing domain.")
            : Hop.Refuse(recipient, Reason.DoorLocked, "3a", "The routing domain is accepted from own sites only.");
    }

    private static Hop? Inward(Organization organization, SiteName here, Origin origin, EmailAddress recipient)
    {
        var isOpen = organization.FirstInbound == here
            || organization.Connectors.Any(connector => connector.To == here && !connector.Lock);
        return IsAttributed(organization, origin) || isOpen
            ? null
            : Hop.Refuse(recipient, Reason.DoorLocked, "3a",
                $"The connection is attributed to no site, and {here} is not the first in inbound.");
    }

    private static Hop? Outward(
        Snapshot snapshot, SiteName here, Origin origin, ReversePath from, EmailAddress recipient)
    {
        if (MayRelay(snapshot, here, origin, from))
        {
            return UnprovedSender(snapshot, origin, from, recipient);
        }

        var organization = snapshot.Organization;
        if (origin is Origin.Submission)
        {
            return Hop.Refuse(recipient, Reason.SenderNotOwned, "2", "The user does not own the reverse-path.");
        }

        var looksLikeOurs = IsOurs(organization, from)
            || (origin is Origin.Stranger { Address: { } address } && organization.SiteAt(address) is not null);
        return looksLikeOurs
            ? Hop.Refuse(recipient, Reason.RelayDeniedOwnSender, "3b",
                "The reverse-path or the address is ours, but the connection may not relay.")
            : Hop.Refuse(recipient, Reason.RelayDenied, "3b",
                "The recipient is elsewhere and the origin may not relay.");
    }

    // A user is told at once. What a site of ours hands in waits there: its copy of the directory may be ahead.
    private static Hop? UnprovedSender(Snapshot snapshot, Origin origin, ReversePath from, EmailAddress recipient) =>
        from.Address is not { Domain: var domain } || origin is Origin.OwnMail || !snapshot.IsUnproved(domain) ? null
        : Hop.Refuse(
            recipient, origin is Origin.Submission ? Reason.SenderDomainNotVerified : Reason.DomainNotVerified, "2",
            $"The reverse-path is in {domain}, which is not verified yet.");

    private static bool IsAttributed(Organization organization, Origin origin) =>
        IsOwnSite(organization, origin) || origin is Origin.Submission or Origin.OwnMail;

    private static bool MayRelay(Snapshot snapshot, SiteName here, Origin origin, ReversePath from) => origin switch
    {
        Origin.OwnMail => true,
        Origin.Submission submission => Ownership.Owns(snapshot.Recipients, submission.User, from),
        Origin.FromSite site when IsOwnSite(snapshot.Organization, origin) =>
            snapshot.Organization.Connector(site.Site, here)?.Trust == Trust.OwnOrganization
            && (site.By == IdentifyBy.Certificate || IsOurs(snapshot.Organization, from)),
        _ => false,
    };

    private static bool IsOurs(Organization organization, ReversePath from) =>
        from.Address is { Domain: var domain }
        && organization.IsOurs(domain);
}
