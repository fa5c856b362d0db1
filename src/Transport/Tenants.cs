using System.Collections.Immutable;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Mail;
using Causeway.Transport.Identity;

namespace Causeway.Transport;

/// <summary>
/// The organizations that one site serves. A connection belongs to one of them or to none, a recipient's domain to one
/// at most, and each decision is taken with the snapshot of one alone: nothing of one reaches another but by the
/// Internet.
/// </summary>
public sealed class Tenants
{
    private readonly SiteName here;
    private volatile TenantIndex index;

    /// <exception cref="ArgumentException"><see cref="Conflict"/> has something to say.</exception>
    public Tenants(ImmutableArray<Tenant> all, SiteName here)
    {
        this.here = here;
        index = Index(all);
    }

    public ImmutableArray<Tenant> All => index.All;

    /// <summary>The organization in whose name the site speaks before it knows with whom.</summary>
    public Tenant First => All[0];

    /// <summary>Every name of every site of every organization: in these they sign what they found out.</summary>
    public AuthservIds AuthservIds => index.AuthservIds;

    /// <summary>Another object each time that something was replaced by which connections are attributed.</summary>
    public object Generation => index;

    /// <summary>
    /// Serves these from now on. Also to be called when the file or the certificates of one of them changed: what was
    /// attributed before is asked for again.
    /// </summary>
    /// <exception cref="ArgumentException"><see cref="Conflict"/> has something to say.</exception>
    public void Replace(ImmutableArray<Tenant> all) => index = Index(all);

    /// <summary>
    /// Why one site cannot serve these organizations together; null where it can.
    /// </summary>
    public static string? Conflict(IReadOnlyList<Organization> organizations, SiteName here)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var hosts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var organization in organizations)
        {
            var name = organization.Name;
            if (!names.Add(name))
            {
                return $"two files describe the organization {name}; give each file once";
            }

            // A neighbour says which organization it means by the host name that it asks for (RFC 6066 section 3).
            var host = organization[here].Host;
            var isReached = organization.Flow.SiteArrows.Any(arrow => arrow.To == here);
            if (organizations.Count > 1 && isReached
                && (host.StartsWith('[') || !hosts.TryAdd(host, name)))
            {
                return $"neighbours of {name} reach {here} at {host}, "
                    + "which does not say whom they mean; write a host name of its own for each organization";
            }
        }

        return DomainClaim.Conflict(organizations);
    }

    public Tenant? Named(string organization) => index.ByName.GetValueOrDefault(organization);

    /// <summary>
    /// The organization to which a domain belongs, a sub-domain with those that cover it; where nobody has proved it,
    /// the first whose file names it.
    /// </summary>
    public Tenant? Of(DomainName domain)
    {
        Tenant? first = null;
        foreach (var tenant in Claiming(domain))
        {
            if (!tenant.Snapshots.Current.IsUnproved(domain))
            {
                return tenant;
            }

            first ??= tenant;
        }

        return first;
    }

    /// <summary>The certificate for a client that asks for a host by this name, or by none.</summary>
    public SslStreamCertificateContext CertificateFor(string? host) =>
        (host is null ? First : index.ByHost.GetValueOrDefault(host) ?? First).Certificates.Shown;

    /// <summary>What the organization's other sites are shown, who ask for a host by this name or by none.</summary>
    public SslStreamCertificateContext LeafFor(string? host) =>
        (host is null ? First : index.ByHost.GetValueOrDefault(host) ?? First).Certificates.Leaf;

    /// <summary>
    /// The site of an organization that a certificate of its own CA proves, whether an arrow leads here from it or not;
    /// null where it proves none.
    /// </summary>
    public (Tenant Tenant, SiteName From)? SiteThatShows(X509Certificate2 certificate, TimeProvider clock)
    {
        foreach (var tenant in index.Meant(certificate))
        {
            var proof = PeerProof.Of(IPAddress.None, certificate, tenant.Identity.Authority, clock).Certificate!;
            var site = tenant.Organization.Sites.FirstOrDefault(site =>
                proof.Uris.Contains(Attribution.Uri(tenant.Organization.Name, site.Name)));
            if (proof.IsOfOrganization && site is not null)
            {
                return (tenant, site.Name);
            }
        }

        return null;
    }

    /// <summary>
    /// Rule 3: to which organization's site a connection belongs; no tenant, and a stranger, where to none.
    /// </summary>
    public (Tenant? Tenant, Origin Origin) Attribute(
        IPAddress address, X509Certificate2? certificate, TimeProvider clock)
    {
        var now = index;
        foreach (var tenant in certificate is null ? now.IdentifyingBy(address) : now.Meant(certificate))
        {
            var proof = PeerProof.Of(address, certificate, tenant.Identity.Authority, clock);
            if (Attribution.Attribute(tenant.Organization, here, proof) is Origin.FromSite site)
            {
                return (tenant, site);
            }
        }

        return (null, new Origin.Stranger(address));
    }

    // Those whose files name the domain itself, then those whose sub-domains it is one of, the nearest first.
    private IEnumerable<Tenant> Claiming(DomainName domain)
    {
        var byDomain = index.ByDomain;
        foreach (var tenant in byDomain.GetValueOrDefault(domain, []))
        {
            yield return tenant;
        }

        foreach (var tenant in DomainClaim.Above(domain).SelectMany(above => byDomain.GetValueOrDefault(above, []))
            .Where(tenant => tenant.Organization.Accepted(domain) is not null))
        {
            yield return tenant;
        }
    }

    private TenantIndex Index(ImmutableArray<Tenant> all) =>
        Conflict([.. all.Select(tenant => tenant.Organization)], here) is { } conflict
            ? throw new ArgumentException(conflict, nameof(all))
            : new TenantIndex(all, here);
}
