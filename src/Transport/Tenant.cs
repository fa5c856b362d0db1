using System.Net.Security;
using Causeway.Core;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Transport.Identity;

namespace Causeway.Transport;

/// <summary>
/// An organization that a site serves: the snapshot of it that is in force, and the certificates by which the site
/// proves itself.
/// </summary>
public sealed class Tenant(InForce<Snapshot> snapshots, SiteName here, SiteCertificates certificates)
{
    private volatile SiteCertificates certificates = certificates;

    public InForce<Snapshot> Snapshots => snapshots;

    public Snapshot Snapshot => snapshots.Current;

    public Organization Organization => Snapshot.Organization;

    /// <summary>This site, as the organization's file describes it.</summary>
    public Site Here => Organization[here];

    public SiteCertificates Certificates => certificates;

    public SiteIdentity Identity => certificates.Identity;

    /// <summary>
    /// Puts other certificates in force, for the handshakes from now on. What was attributed stays so until
    /// <see cref="Tenants.Replace"/>.
    /// </summary>
    public void Renew(SiteCertificates next) => certificates = next;
}
