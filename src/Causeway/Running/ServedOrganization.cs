using Causeway.Configuration;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Transport.Identity;

namespace Causeway.Running;

/// <summary>An organization that a site is to serve.</summary>
internal sealed record ServedOrganization(TopologyFile Topology, SiteCertificates Certificates)
{
    public string Name => Topology.Organization.Name;

    /// <summary>The recipients that there are to be: those of the file, or what the directory makes of them.</summary>
    public RecipientTable Recipients { get; init; } = Topology.Recipients;

    public Snapshot Snapshot => new(Topology.Organization, Recipients);
}
