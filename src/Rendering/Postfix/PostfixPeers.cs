using System.Globalization;
using Causeway.Core.Topology;

namespace Causeway.Rendering.Postfix;

/// <summary>How Postfix names and recognizes the sites around it.</summary>
internal sealed class PostfixPeers(Organization organization, SiteName here, Obstacles obstacles)
{
    /// <summary>
    /// A next hop as <c>[address]:port</c>: the brackets keep Postfix from asking for an MX. A site with several
    /// addresses, or without any in the file, is reached by its host, and so is Exchange Online, whose addresses move.
    /// </summary>
    public string NextHop(SiteName name)
    {
        var site = organization[name];
        if (organization.Connector(here, name)?.DeliverBy == DeliverBy.Mx)
        {
            obstacles.Add(
                $"the connector from {here} to {name} says deliver-by: mx, which Postfix could only follow for "
                + "one domain at a time; write deliver-by: host");
        }

        var host = site.Addresses is [var only] && only.IsSingle() && site.Platform != Platform.ExchangeOnline
            ? only.BaseAddress.ToString()
            : site.Host.Trim('[', ']');
        return string.Create(CultureInfo.InvariantCulture, $"[{host}]:{site.Port}");
    }

    /// <summary>The TLS that the connector to a neighbour demands, as smtp_tls_policy_maps writes it.</summary>
    public string TlsPolicy(SiteName name) => organization.Connector(here, name)?.Tls switch
    {
        TlsLevel.None => "none",
        TlsLevel.Opportunistic => "may",
        _ => $"secure match={CertificateName(organization[name])}",
    };

    /// <summary>Why <see cref="TlsPolicy"/> is what it is.</summary>
    public string TlsReason(SiteName name) => organization.Connector(here, name)?.Tls switch
    {
        TlsLevel.None => $"{name}: the connector says tls: none",
        TlsLevel.Opportunistic => $"{name}: the connector says tls: opportunistic",
        _ when organization[name].ProvesByOrganization =>
            $"{name}: proves itself by a certificate of the organization's authority that bears its host name",
        _ => $"{name}: proves itself by a public certificate with this name",
    };

    /// <summary>True where a next hop proves itself by a public certificate.</summary>
    public bool IsPublic(SiteName name) => !organization[name].ProvesByOrganization;

    /// <summary>The restriction class of a neighbour; site names have no underscore, class names no hyphen.</summary>
    public static string ClassOf(SiteName name) => $"from_{name.Value.Replace('-', '_')}";

    /// <summary>
    /// The restrictions under which a neighbour that connects is who it must be. Postfix can check that a certificate
    /// comes from a trusted authority, but reads no names from it: only a certificate of the organization's own, whose
    /// authority is the only one trusted, proves a neighbour, together with its address.
    /// </summary>
    public string Proof(Connector connector)
    {
        var from = organization[connector.From];
        if (connector.IdentifyBy == IdentifyBy.Address)
        {
            if (from.Addresses.IsEmpty)
            {
                obstacles.Add(
                    $"{from.Name} is identified by its address, and the file has none; "
                    + $"write addresses: for {from.Name}");
            }

            return connector.Tls >= TlsLevel.Verified ? "reject_plaintext_session, permit" : "permit";
        }

        if (!from.ProvesByOrganization)
        {
            obstacles.Add(
                $"{from.Name} proves itself to {here} by the public certificate "
                + $"{connector.Certificate ?? from.Certificate ?? from.Host}, and Postfix reads no names from a "
                + $"client's certificate; write a connector {{ from: {from.Name}, to: {here}, identify-by: address }} "
                + $"and addresses: for {from.Name}, or run {here} with Causeway");
        }

        return "permit_tls_all_clientcerts";
    }

    private string CertificateName(Site site)
    {
        var name = site.ProvesByOrganization
            ? site.Mx.Prepend(site.Host).FirstOrDefault(candidate => !candidate.StartsWith('['))
            : site.Certificate ?? site.Host;
        if (name is null || name.StartsWith('['))
        {
            obstacles.Add(
                $"{site.Name} has only an address for a host, and Postfix compares certificates by name; "
                + $"write a name as host: or mx: of {site.Name}");
        }

        return name ?? site.Host;
    }
}
