using System.Net.Security;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Transport.Identity;

namespace Causeway.Transport;

/// <summary>
/// An organization that a site serves: the snapshot of it that is in force, and the identity by which the site proves
/// itself to the organization's other sites.
/// </summary>
public sealed class Tenant(SnapshotSource snapshots, SiteName here, SiteIdentity identity)
{
    public SnapshotSource Snapshots => snapshots;

    public Snapshot Snapshot => snapshots.Current;

    public Organization Organization => Snapshot.Organization;

    /// <summary>This site, as the organization's file describes it.</summary>
    public Site Here => Organization[here];

    public SiteIdentity Identity => identity;

    /// <summary>What the site shows in TLS, as server and as client.</summary>
    public SslStreamCertificateContext Certificate { get; } =
        SslStreamCertificateContext.Create(identity.Leaf, [identity.Authority], offline: true);
}
