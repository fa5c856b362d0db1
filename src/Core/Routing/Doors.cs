using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>The doors of rule 3, in their order; each answers at RCPT TO.</summary>
internal static class Doors
{
    /// <summary>
    /// The refusal of door 3a or 3b; null where the recipient may be looked up (ours) or relayed (others).
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
            ? Inward(organization, here, origin, recipient)
            : Outward(snapshot, here, origin, from, recipient);
    }

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
        var isAttributed = IsOwnSite(organization, origin) || origin is Origin.Submission or Origin.OwnMail;
        var isOpen = organization.FirstInbound == here
            || organization.Connectors.Any(connector => connector.To == here && !connector.Lock);
        return isAttributed || isOpen
            ? null
            : Hop.Refuse(recipient, Reason.DoorLocked, "3a",
                $"The connection is attributed to no site, and {here} is not the first in inbound.");
    }

    private static Hop? Outward(
        Snapshot snapshot, SiteName here, Origin origin, ReversePath from, EmailAddress recipient)
    {
        if (MayRelay(snapshot, here, origin, from))
        {
            return null;
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
