using Causeway.Configuration;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Transport.Identity;
using Causeway.Transport.Signing;

namespace Causeway.Running;

/// <summary>An organization that a site is to serve.</summary>
internal sealed record ServedOrganization(TopologyFile Topology, SiteCertificates Certificates, SiteKeys Keys)
{
    public string Name => Topology.Organization.Name;

    /// <summary>The recipients that there are to be: those of the file, or what the directory makes of them.</summary>
    public RecipientTable Recipients { get; init; } = Topology.Recipients;

    /// <summary>With what there is to be; where another site says it, the file here says nothing.</summary>
    public ServedOrganization With(RecipientTable recipients, SiteDirectories directories) => this with
    {
        Recipients = recipients,
        Topology = directories.IsCopyOf(Topology.Organization)
            ? Topology with { Recipients = recipients } : Topology,
    };

    public Snapshot Snapshot => new(Topology.Organization, Recipients);
}
