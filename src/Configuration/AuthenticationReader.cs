using System.Collections.Immutable;
using Causeway.Configuration.Yaml;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>Reads <c>authentication</c>: what the edge does with what SPF, DKIM, DMARC and ARC say.</summary>
internal sealed class AuthenticationReader(Reading reading)
{
    public AuthenticationPolicy Read(Node? node)
    {
        var policy = AuthenticationPolicy.Default;
        return node is null
            || Section.Open(node, "'authentication'", Keys.Authentication, reading.Faults) is not { } section
            ? policy
            : new AuthenticationPolicy
            {
                Dmarc = section.Choose("dmarc", Choices.Dmarc, policy.Dmarc),
                OwnDomain = section.Choose("own-domain", Choices.OwnDomain, policy.OwnDomain),
                TrustedSealers = ReadSealers(section),
            };
    }

    private ImmutableArray<DomainName> ReadSealers(Section section)
    {
        var sealers = ImmutableArray.CreateBuilder<DomainName>();
        foreach (var scalar in section.Scalars("trusted-sealers") ?? [])
        {
            if (reading.Domain(scalar, "the trusted sealer") is { } domain)
            {
                sealers.Add(domain);
            }
        }

        return sealers.ToImmutable();
    }
}
