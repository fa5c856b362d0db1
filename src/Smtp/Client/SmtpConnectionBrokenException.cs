namespace Causeway.Smtp.Client;

/// <summary>
/// An operating fault: the connection could not be made, broke, timed out, or the peer broke the protocol. The
/// connection is dead; refusals by the peer are values instead.
/// </summary>
public sealed class SmtpConnectionBrokenException : Exception
{
    public SmtpConnectionBrokenException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>
    /// True where the final dot may have reached the peer: the message may have been accepted, and a retry may
    /// deliver it twice (RFC 1047).
    /// </summary>
    public bool EndOfDataSent { get; internal set; }

    /// <summary>True where the peer had answered this message's MAIL with 250.</summary>
    public bool TransactionAccepted { get; internal set; }
}
