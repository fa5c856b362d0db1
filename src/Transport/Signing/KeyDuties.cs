using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Transport.Signing;

/// <summary>Which sites sign, and in whose name. Each site has keys of its own: none needs another's.</summary>
public static class KeyDuties
{
    /// <summary>
    /// The domains for which a site needs keys: at the last site of outbound, which signs what leaves, every domain
    /// that the Internet knows; at the first of inbound, which seals (ARC), the one in whose name it seals.
    /// </summary>
    public static ImmutableArray<DomainName> Of(Organization organization, SiteName here) =>
        organization[here].Platform != Platform.Causeway ? []
        : organization.LastOutbound == here
            ? [.. organization.Domains.Where(domain => IsKnown(organization, domain)).Select(domain => domain.Name)]
        : organization.FirstInbound == here && organization.ReturnDomain is { } domain ? [domain]
        : [];

    /// <summary>
    /// The domain in whose name mail of an author is signed (d=): aligned with the author's; null for one of others.
    /// </summary>
    public static DomainName? SignerFor(Organization organization, DomainName author) =>
        organization.Accepted(author) is { } accepted && IsKnown(organization, accepted) ? accepted.Name : null;

    // A routing domain is for own sites only, and nobody writes in its name.
    private static bool IsKnown(Organization organization, AcceptedDomain domain) =>
        organization.RoutedBy(domain.Name) is null;
}
