using System.Collections.Immutable;
using Causeway.Core.Addresses;

namespace Causeway.Core.Topology;

/// <summary>A domain for which the organization takes mail.</summary>
public sealed record AcceptedDomain
{
    public required DomainName Name { get; init; }

    public required DomainType Type { get; init; }

    /// <summary>Where an internal-relay domain passes the recipients that it does not know.</summary>
    public SiteName? UnknownTo { get; init; }

    /// <summary>
    /// Who says which recipients of an internal-relay domain exist; null where whoever gets them finds out.
    /// </summary>
    public RecipientSource? RecipientsFrom { get; init; }

    /// <summary>True where all sub-domains are accepted too.</summary>
    public bool SubDomains { get; init; }

    /// <summary>
    /// True where a running site asks for a proof that the domain is the organization's; false where whoever wrote the
    /// file vouches for it.
    /// </summary>
    public bool Verify { get; init; } = true;

    /// <summary>The type as single sites see it, where that differs.</summary>
    public ImmutableDictionary<SiteName, DomainType> At { get; init; } =
        ImmutableDictionary<SiteName, DomainType>.Empty;

    public DomainType TypeAt(SiteName site) => At.GetValueOrDefault(site, Type);

    public bool Covers(DomainName domain) => domain == Name || (SubDomains && domain.IsBelow(Name));
}
