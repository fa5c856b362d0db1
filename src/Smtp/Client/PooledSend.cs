namespace Causeway.Smtp.Client;

/// <summary>How an attempt by way of the pool ended, if the peer answered at all.</summary>
public abstract record PooledSend
{
    private PooledSend()
    {
    }

    /// <summary>
    /// The peer answered to the message; <paramref name="WasReused"/>: on a connection of an earlier one.
    /// </summary>
    public sealed record Answered(SendResult Result, SmtpConnectionFacts Facts, bool WasReused) : PooledSend;

    /// <summary>There was no session to send it on.</summary>
    public sealed record NoSession(ConnectOutcome.NotConnected Outcome) : PooledSend;
}
