using Causeway.Configuration;
using Causeway.Core.Routing;
using Causeway.Transport.Identity;

namespace Causeway.Running;

/// <summary>An organization that a site is to serve.</summary>
internal sealed record ServedOrganization(TopologyFile Topology, SiteCertificates Certificates)
{
    public string Name => Topology.Organization.Name;

    public Snapshot Snapshot => new(Topology.Organization, Topology.Recipients);
}
