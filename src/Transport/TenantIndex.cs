using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Mail;
using Causeway.Smtp.Client;

namespace Causeway.Transport;

/// <summary>
/// The organizations of a site by everything that one asks for: none of the questions looks at all of them.
/// </summary>
internal sealed class TenantIndex
{
    private readonly FrozenDictionary<IPAddress, ImmutableArray<Tenant>> byAddress;
    private readonly FrozenDictionary<string, ImmutableArray<Tenant>> byCertificateName;

    public TenantIndex(ImmutableArray<Tenant> all, SiteName here)
    {
        All = all;
        ByName = all.ToFrozenDictionary(tenant => tenant.Organization.Name, StringComparer.Ordinal);
        ByDomain = Group(
            from tenant in all
            from claim in DomainClaim.Of(tenant.Organization)
            select (claim.Domain, tenant), EqualityComparer<DomainName>.Default);
        ByHost = all
            .SelectMany(tenant => tenant.Here.Mx.Prepend(tenant.Here.Host).Select(host => (host, tenant)))
            .DistinctBy(named => named.host, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(named => named.host, named => named.tenant, StringComparer.OrdinalIgnoreCase);
        AuthservIds = new AuthservIds(all.SelectMany(tenant => tenant.Organization.Sites)
            .SelectMany(site => site.Mx.Prepend(site.Host)));
        byAddress = Group(
            from tenant in all
            from connector in tenant.Organization.Connectors
            where connector.To == here && connector.IdentifyBy == IdentifyBy.Address
            from network in tenant.Organization[connector.From].Addresses
            where network.IsSingle()
            select (network.BaseAddress, tenant), EqualityComparer<IPAddress>.Default);
        byCertificateName = Group(
            from tenant in all
            from connector in tenant.Organization.Connectors
            where connector.To == here && connector.Certificate is not null
            select (connector.Certificate, tenant), StringComparer.OrdinalIgnoreCase);
    }

    public ImmutableArray<Tenant> All { get; }

    public FrozenDictionary<string, Tenant> ByName { get; }

    public FrozenDictionary<DomainName, ImmutableArray<Tenant>> ByDomain { get; }

    public FrozenDictionary<string, Tenant> ByHost { get; }

    public AuthservIds AuthservIds { get; }

    /// <summary>Those that identify a neighbour by this address.</summary>
    public ImmutableArray<Tenant> IdentifyingBy(IPAddress address) =>
        byAddress.TryGetValue(address, out var found) ? found : [];

    /// <summary>
    /// Whom a certificate may be meant for, by what it says of itself; whether it is true is checked for each of them.
    /// </summary>
    public IEnumerable<Tenant> Meant(X509Certificate2 certificate)
    {
        var named = CertificateNames.Uris(certificate)
            .Select(uri => uri.StartsWith("causeway:", StringComparison.Ordinal) ? uri[9..].Split('/')[0] : null)
            .OfType<string>().Select(organization => ByName.GetValueOrDefault(organization)).OfType<Tenant>();
        var borne = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(names => names.EnumerateDnsNames()).SelectMany(Naming);
        return named.Concat(borne).Distinct();
    }

    // RFC 9525 section 6.3: a wildcard stands for one label.
    private IEnumerable<Tenant> Naming(string presented) => presented.StartsWith("*.", StringComparison.Ordinal)
        ? byCertificateName.Where(name => name.Key.EndsWith(presented[1..], StringComparison.OrdinalIgnoreCase))
            .SelectMany(name => name.Value)
        : byCertificateName.TryGetValue(presented, out var tenants) ? tenants : [];

    private static FrozenDictionary<TKey, ImmutableArray<Tenant>> Group<TKey>(
        IEnumerable<(TKey Key, Tenant Tenant)> pairs, IEqualityComparer<TKey> comparer)
        where TKey : notnull =>
        pairs.GroupBy(pair => pair.Key, pair => pair.Tenant, comparer)
            .ToFrozenDictionary(group => group.Key, group => group.Distinct().ToImmutableArray(), comparer);
}
