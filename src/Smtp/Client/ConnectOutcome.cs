using Causeway.Core.Replies;

namespace Causeway.Smtp.Client;

/// <summary>How an attempt to open a session ended, if the peer answered at all.</summary>
public abstract record ConnectOutcome
{
    private ConnectOutcome()
    {
    }

    /// <summary>The session stands; whoever gets it disposes of it.</summary>
    public sealed record Connected(SmtpConnection Connection) : ConnectOutcome;

    /// <summary>
    /// No session. <paramref name="Reason"/> is <see cref="Reason.TlsRequired"/> or
    /// <see cref="Reason.PeerNotVerified"/> where we refused the peer, and null where the peer refused us with
    /// <paramref name="Reply"/>.
    /// </summary>
    public sealed record NotConnected(Reason? Reason, SmtpReply Reply, string Detail) : ConnectOutcome;
}
