using System.Net;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Queue.Spooling;
using Causeway.Smtp.Server;
using Causeway.Transport.Identity;
using Causeway.Transport.Submission;
using Microsoft.Extensions.Logging;

namespace Causeway.Transport.Receiving;

/// <summary>
/// What every session of a site shares: the snapshot in force, the spool, the identity, the credentials.
/// </summary>
public sealed class SiteService(
    SnapshotSource snapshots, SiteName here, Spool spool, SiteIdentity identity, CredentialFile credentials,
    Journey journey, TraceIdSource traceIds, QueueIdSource queueIds, NextHopLimits limits,
    TimeProvider clock, ILogger<SiteService> logger) : ISmtpService, IAsyncDisposable
{
    public Snapshot Snapshot => snapshots.Current;

    public Site Here => Snapshot.Organization[here];

    public Spool Spool => spool;

    public CredentialFile Credentials => credentials;

    public Journey Journey => journey;

    public TraceIdSource TraceIds => traceIds;

    public QueueIdSource QueueIds => queueIds;

    /// <summary>What neighbours are known to take.</summary>
    public NextHopLimits Limits => limits;

    public TimeProvider Clock => clock;

    internal ILogger Logger => logger;

    internal RefusalSampler Sampler { get; } = new(spool, traceIds, clock);

    public ISmtpSession Open(SmtpPeer peer) => new SiteSession(this, peer);

    /// <summary>Attributes a connection (rule 3).</summary>
    public Origin Attribute(IPAddress address, TlsFacts? tls) => Attribution.Attribute(
        Snapshot.Organization, here, PeerProof.Of(address, tls?.ClientCertificate, identity.Authority, clock));

    /// <summary>Writes what was counted; to be called when the sessions are over and before the spool closes.</summary>
    public ValueTask DisposeAsync() => Sampler.DisposeAsync();
}
