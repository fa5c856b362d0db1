using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>
/// Rule 3: a connection belongs to a site of the organization, or to nobody. Never by EHLO names, headers or the
/// endpoint that was dialled.
/// </summary>
public static class Attribution
{
    /// <summary>The identity of a site in certificates of the organization's CA: a SAN URI.</summary>
    public static string Uri(string organization, SiteName site) => $"causeway:{organization}/{site}";

    public static Origin Attribute(Organization organization, SiteName here, PeerIdentity peer)
    {
        // A certificate that is presented and does not verify ends attribution: no falling through to the address.
        var connector = peer.Certificate is { } certificate
            ? ByCertificate(organization, here, certificate)
            : ByAddress(organization, here, peer);
        return connector is null || connector.Trust == Trust.Nobody
            ? new Origin.Stranger(peer.Address)
            : new Origin.FromSite(organization.Name, connector.From, connector.IdentifyBy);
    }

    private static Connector? ByCertificate(
        Organization organization, SiteName here, PresentedCertificate certificate) =>
        !certificate.IsVerified
            ? null
            : organization.Connectors.FirstOrDefault(connector =>
                connector.To == here
                && connector.IdentifyBy == IdentifyBy.Certificate
                && (connector.Certificate is { } name
                    ? Bears(certificate, name)
                    : certificate.IsOfOrganization
                        && certificate.Uris.Contains(Uri(organization.Name, connector.From))));

    /// <summary>True where a certificate is verified and bears a name.</summary>
    public static bool Bears(PresentedCertificate certificate, string name) =>
        certificate.IsVerified && certificate.DnsNames.Any(presented => Matches(presented, name));

    // The address of a balancer is anybody's who comes by it.
    private static Connector? ByAddress(Organization organization, SiteName here, PeerIdentity peer) =>
        organization.Connectors.FirstOrDefault(connector =>
            connector.To == here
            && !organization[here].Balancers.Any(balancer => balancer.Contains(peer.Address))
            && connector.IdentifyBy == IdentifyBy.Address
            && organization[connector.From].Addresses.Any(
                network => network.IsSingle() && network.Contains(peer.Address)));

    // RFC 9525 section 6.3: a wildcard stands for exactly one left-most label.
    private static bool Matches(string presented, string name) =>
        string.Equals(presented, name, StringComparison.OrdinalIgnoreCase)
        || (presented.StartsWith("*.", StringComparison.Ordinal)
            && name.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
            && string.Equals(presented[1..], name[dot..], StringComparison.OrdinalIgnoreCase));
}
