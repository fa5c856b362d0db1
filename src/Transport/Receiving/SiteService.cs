using Causeway.Authentication;
using Causeway.Queue.Spooling;
using Causeway.Smtp.Server;
using Causeway.Transport.Foreign;
using Causeway.Transport.Sending;
using Causeway.Transport.Submission;
using Microsoft.Extensions.Logging;

namespace Causeway.Transport.Receiving;

/// <summary>
/// What every session of a site shares: the organizations that it serves, the spool, the credentials.
/// </summary>
public sealed class SiteService(
    Tenants tenants, Spool spool, SignIns signIns, Journey journey, TraceIdSource traceIds,
    QueueIdSource queueIds, NextHopLimits limits, TimeProvider clock, ILogger<SiteService> logger)
    : ISmtpService, IAsyncDisposable
{
    public Tenants Tenants => tenants;

    public Spool Spool => spool;

    public SignIns SignIns => signIns;

    public Journey Journey => journey;

    public TraceIdSource TraceIds => traceIds;

    public QueueIdSource QueueIds => queueIds;

    /// <summary>Judges who sent what comes in; null where nobody does.</summary>
    public MessageAuthenticator? Authenticator { get; init; }

    /// <summary>True in the lab alone.</summary>
    public bool LoopbackCountsAsPublic { get; init; }

    /// <summary>Asks the next site for recipients that another product keeps.</summary>
    public CallAhead? CallAhead { get; init; }

    /// <summary>What neighbours are known to take.</summary>
    public NextHopLimits Limits => limits;

    /// <summary>How much each user and each site sent.</summary>
    public SendingLedger Sending { get; } = new(tenants, clock);

    public TimeProvider Clock => clock;

    internal ILogger Logger => logger;

    internal RefusalSampler Sampler { get; } = new(spool, traceIds, clock);

    public ISmtpSession Open(SmtpPeer peer) => new SiteSession(this, peer);

    /// <summary>Writes what was counted; to be called when the sessions are over and before the spool closes.</summary>
    public ValueTask DisposeAsync()
    {
        signIns.Dispose();
        return Sampler.DisposeAsync();
    }
}
