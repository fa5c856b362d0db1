using Causeway.Core.Replies;
using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Server;

/// <summary>
/// The policy's side of one connection; called from one thread at a time and disposed of when the connection ends.
/// An exception is an operating fault: it is logged, the client reads 451 4.3.0 and the session goes on. A reply 421
/// closes the connection.
/// </summary>
public interface ISmtpSession : IAsyncDisposable
{
    /// <summary>Null goes on with 220; a refusal is sent and the connection closed.</summary>
    ValueTask<SmtpReply?> ConnectedAsync(CancellationToken ct);

    /// <summary>TLS stands; whatever the session learned before is to be forgotten (RFC 3207 section 4.2).</summary>
    void TlsStarted(TlsFacts tls);

    /// <summary>EHLO (<paramref name="extended"/>) or HELO.</summary>
    void Greeted(string helo, bool extended);

    /// <summary>Null accepts with 235.</summary>
    ValueTask<SmtpReply?> AuthenticateAsync(string user, string password, CancellationToken ct);

    /// <summary>
    /// What a SCRAM-SHA-256 exchange for this name begins with, made up where nobody has the name; or a refusal.
    /// </summary>
    ValueTask<(ScramStart? Start, SmtpReply? Refusal)> BeginScramAsync(string user, CancellationToken ct);

    /// <summary>The server's signature where the proof is good, or a refusal.</summary>
    ValueTask<(byte[]? Signature, SmtpReply? Refusal)> EndScramAsync(ScramProof proof, CancellationToken ct);

    /// <summary>The client took the server's signature: from here on it is signed in.</summary>
    void ScramEnded();

    /// <summary>Null accepts with 250 2.1.0.</summary>
    ValueTask<SmtpReply?> MailAsync(MailCommand mail, CancellationToken ct);

    /// <summary>Null accepts with 250 2.1.5.</summary>
    ValueTask<SmtpReply?> RecipientAsync(RcptCommand rcpt, CancellationToken ct);

    /// <summary>A sink for the content, or a refusal; one of the two.</summary>
    ValueTask<(IMessageSink? Sink, SmtpReply? Refusal)> DataAsync(CancellationToken ct);

    /// <summary>The transaction is over: RSET, EHLO, HELO, or the end of data.</summary>
    void Reset();

    /// <summary>A reply from 400 upwards that the server gave by itself; for the trace.</summary>
    void Refused(string command, SmtpReply reply);
}
