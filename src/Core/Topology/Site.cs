using System.Collections.Immutable;
using System.Net;

namespace Causeway.Core.Topology;

/// <summary>One site of the organization: a filter, a cloud or an on-premises server.</summary>
public sealed record Site
{
    /// <summary>Where <see cref="Replication"/> is unless the file says otherwise.</summary>
    public const int DefaultReplicationPort = 2443;

    public required SiteName Name { get; init; }

    public required SiteKind Kind { get; init; }

    /// <summary>The name or address literal at which neighbours reach the site.</summary>
    public required string Host { get; init; }

    /// <summary>What the MX names if the site is first in inbound; the host where the file says nothing.</summary>
    public required ImmutableArray<string> Mx { get; init; }

    /// <summary>The public addresses from which others see the site's connections.</summary>
    public ImmutableArray<IPNetwork> Addresses { get; init; } = [];

    /// <summary>From which addresses the site sends to the Internet; none where its own one serves.</summary>
    public OutboundPools Pools { get; init; } = OutboundPools.None;

    /// <summary>The coexistence domain, accepted from own sites only.</summary>
    public Addresses.DomainName? RoutingDomain { get; init; }

    /// <summary>
    /// Where the site takes mail from other MTAs (RFC 5321); its first port is where neighbours connect.
    /// </summary>
    public ImmutableArray<IPEndPoint> Listen { get; init; } = [];

    /// <summary>Where the site takes submissions with STARTTLS (RFC 6409).</summary>
    public ImmutableArray<IPEndPoint> Submission { get; init; } = [];

    /// <summary>Where the site takes submissions over implicit TLS (RFC 8314 section 3.3).</summary>
    public ImmutableArray<IPEndPoint> Submissions { get; init; } = [];

    /// <summary>Where the site hands out the directory to the organization's other sites, and takes orders.</summary>
    public ImmutableArray<IPEndPoint> Replication { get; init; } = [];

    /// <summary>The public certificate name of the site, where it has one.</summary>
    public string? Certificate { get; init; }

    /// <summary>True where an on-premises site may be seen by the Internet.</summary>
    public bool Public { get; init; }

    public Platform Platform { get; init; }

    /// <summary>How long the site keeps mail for a neighbour that is down.</summary>
    public required TimeSpan Waits { get; init; }

    public QueuePolicy Queue { get; init; } = QueuePolicy.Default;

    public SiteWatching Watch { get; init; } = SiteWatching.None;

    public SiteLimits Limits { get; init; } = SiteLimits.Default;

    /// <summary>
    /// Whose connections are somebody else's, as the PROXY protocol names them at their beginning.
    /// </summary>
    public ImmutableArray<IPNetwork> Balancers { get; init; } = [];

    /// <summary>Where the public certificate lies that the site shows; null where it shows its leaf.</summary>
    public CertificateFiles? CertificateFiles { get; init; }

    /// <summary>
    /// True where the site proves itself by a leaf of the organization's own CA: Causeway always, another platform
    /// where the file gives it no public certificate. Exchange Online takes no private CA.
    /// </summary>
    public bool ProvesByOrganization =>
        Platform == Platform.Causeway || (Certificate is null && Platform != Platform.ExchangeOnline);

    public bool CanHoldMailboxes => Kind != SiteKind.Filter;

    /// <summary>The port at which neighbours reach the site.</summary>
    public int Port => Listen.IsEmpty ? 25 : Listen[0].Port;

    /// <summary>The port at which the other sites ask for the directory.</summary>
    public int ReplicationPort => Replication.IsEmpty ? DefaultReplicationPort : Replication[0].Port;

    /// <summary>True for the addresses from which others see the site, those of its pools included.</summary>
    public bool Owns(IPAddress address) => Addresses.Any(network => network.Contains(address))
        || Pools.All.Any(way => way.Address.Equals(address));
}
