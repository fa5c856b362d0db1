using System.Collections.Immutable;
using Causeway.Core.Addresses;

namespace Causeway.Core.Topology;

/// <summary>What the edge does with what SPF, DKIM, DMARC and ARC say of a message.</summary>
public sealed record AuthenticationPolicy
{
    public static AuthenticationPolicy Default { get; } = new();

    public DmarcHandling Dmarc { get; init; } = DmarcHandling.Honour;

    public OwnDomainHandling OwnDomain { get; init; } = OwnDomainHandling.Refuse;

    /// <summary>The domains (<c>d=</c>) whose ARC seals are believed; what is below one is another.</summary>
    public ImmutableArray<DomainName> TrustedSealers { get; init; } = [];
}
