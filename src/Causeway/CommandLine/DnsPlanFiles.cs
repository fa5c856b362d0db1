using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Causeway.Admin;
using Causeway.Configuration;
using Causeway.Core.Publishing;
using Causeway.Running;
using Causeway.Transport.Domains;
using Causeway.Transport.Identity;

namespace Causeway.CommandLine;

/// <summary>What a plan of DNS takes from other files: keys, certificates, proofs of ownership.</summary>
internal static class DnsPlanFiles
{
    public static PlanOptions Read(TopologyFile topology, IReadOnlyList<SiteFolder> data) => PlanOptions.Default with
    {
        Keys = DkimKeys.Records(topology, data, TimeProvider.System.GetUtcNow()),
        HostKeys = HostKeys(topology),
        Ownership = Ownership(topology),
    };

    // Where the authority's key lies elsewhere, `domain add` says what to publish.
    private static ImmutableArray<OwnershipRecord> Ownership(TopologyFile topology)
    {
        var path = Identities.AuthorityPath(topology);
        if (!File.Exists(path))
        {
            return [];
        }

        using var authority = OrganizationAuthority.Load(path);
        return
        [
            .. topology.Organization.PublicDomains.Where(domain => domain.Verify).Select(domain => new OwnershipRecord(
                domain.Name, domain.Name.Value, DomainToken.Of(authority.Certificate, domain.Name).Text)),
        ];
    }

    // The certificate that the MX shows, where the file says where it lies and this machine has it.
    private static ImmutableDictionary<string, string> HostKeys(TopologyFile topology)
    {
        var keys = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var site in topology.Organization.Sites)
        {
            if (site.CertificateFiles is { } files && KeyOf(topology.Beside(files.Chain)) is { } key)
            {
                keys.AddRange(site.Mx.Select(host => KeyValuePair.Create(host, key)));
            }
        }

        return keys.ToImmutable();
    }

    private static string? KeyOf(string path)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
            return Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
