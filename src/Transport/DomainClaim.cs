using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Transport;

/// <summary>That an organization's file names a domain, be it for addresses or for the way between its sites.</summary>
/// <param name="WithSubDomains">True where what is below it is meant, too.</param>
/// <param name="HasToBeProved">False where the file is all there is to say that it is the organization's.</param>
internal sealed record DomainClaim(string Organization, DomainName Domain, bool WithSubDomains, bool HasToBeProved)
{
    public static IEnumerable<DomainClaim> Of(Organization organization) =>
        from domain in organization.Domains.Select(domain => domain.Name)
            .Concat(organization.Sites.Select(site => site.RoutingDomain).OfType<DomainName>()).Distinct()
        let accepted = organization.Domains.FirstOrDefault(one => one.Name == domain)
        select new DomainClaim(
            organization.Name, domain, accepted is { SubDomains: true },
            accepted is { Verify: true } && organization.RoutedBy(domain) is null);

    /// <summary>
    /// What two organizations cannot both say; null where there is nothing. Two may name a domain that has to be
    /// proved, or one that is a sub-domain of the other's: it belongs to the one that proves it. Nobody takes a domain
    /// from another by naming it.
    /// </summary>
    public static string? Conflict(IEnumerable<Organization> organizations)
    {
        var byDomain = new Dictionary<DomainName, List<DomainClaim>>();
        foreach (var claim in organizations.SelectMany(Of))
        {
            if (!byDomain.TryGetValue(claim.Domain, out var named))
            {
                byDomain.Add(claim.Domain, named = []);
            }

            named.Add(claim);
        }

        foreach (var claim in byDomain.Values.SelectMany(named => named))
        {
            var other = byDomain[claim.Domain].Find(claim.Contradicts)
                ?? Above(claim.Domain).SelectMany(above => byDomain.GetValueOrDefault(above, []))
                    .FirstOrDefault(above => above.WithSubDomains && claim.Contradicts(above));
            if (other is not null)
            {
                return other.Domain == claim.Domain
                    ? $"{claim.Domain} is claimed by {claim.Organization} and by {other.Organization}; "
                        + "take it out of one of the files"
                    : $"{claim.Domain} of {claim.Organization} is a sub-domain of {other.Domain}, which "
                        + $"{other.Organization} claims with its sub-domains; take it out of one of the files";
            }
        }

        return null;
    }

    private bool Contradicts(DomainClaim other) =>
        Organization != other.Organization && !(HasToBeProved && other.HasToBeProved);

    /// <summary>The domains of which it is a sub-domain, the nearest first.</summary>
    public static IEnumerable<DomainName> Above(DomainName domain)
    {
        for (var dot = domain.Value.IndexOf('.', StringComparison.Ordinal); dot >= 0;
            dot = domain.Value.IndexOf('.', dot + 1))
        {
            if (DomainName.TryParse(domain.Value[(dot + 1)..], out var above))
            {
                yield return above;
            }
        }
    }
}
