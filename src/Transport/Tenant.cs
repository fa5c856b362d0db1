using System.Net.Security;
using Causeway.Core;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Transport.Forwarding;
using Causeway.Transport.Identity;
using Causeway.Transport.Receiving;

namespace Causeway.Transport;

/// <summary>
/// An organization that a site serves: the snapshot of it that is in force, and the certificates by which the site
/// proves itself.
/// </summary>
public sealed class Tenant
{
    private readonly InForce<Snapshot> snapshots;
    private readonly SiteName here;
    private volatile SiteCertificates certificates;
    private volatile ISignatureKeys keys = SignatureKeys.None;

    /// <param name="remembered">Shared by the organizations of a site.</param>
    public Tenant(
        InForce<Snapshot> snapshots, SiteName here, SiteCertificates certificates, RememberedSenders remembered,
        TimeProvider clock)
    {
        this.snapshots = snapshots;
        this.here = here;
        this.certificates = certificates;
        Returns = new SiteReturns(() => Identity.TraceKey, remembered, clock);
    }

    public InForce<Snapshot> Snapshots => snapshots;

    public Snapshot Snapshot => snapshots.Current with { Returns = Returns, Foreign = Foreign };

    public Organization Organization => snapshots.Current.Organization;

    /// <summary>This site, as the organization's file describes it.</summary>
    public Site Here => Organization[here];

    public SiteCertificates Certificates => certificates;

    public SiteIdentity Identity => certificates.Identity;

    /// <summary>What other products say of their recipients.</summary>
    public IForeignRecipients Foreign { get; init; } = ForeignRecipients.NotAsked;

    /// <summary>The keys with which this site signs and seals.</summary>
    public ISignatureKeys Keys
    {
        get => keys;
        set => keys = value;
    }

    internal SiteReturns Returns { get; }

    /// <summary>
    /// Puts other certificates in force, for the handshakes from now on. What was attributed stays so until
    /// <see cref="Tenants.Replace"/>.
    /// </summary>
    public void Renew(SiteCertificates next) => certificates = next;
}
