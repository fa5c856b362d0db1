using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Replies;

namespace Causeway.Smtp.Client;

/// <summary>
/// A session with an SMTP server, greeted and, as far as the options ask, secured (RFC 5321, RFC 3207). For one caller
/// at a time.
/// </summary>
public sealed class SmtpConnection : IAsyncDisposable
{
    private readonly SmtpChannel channel;
    private readonly SmtpTimeLimits limits;
    private bool isDisposed;

    internal SmtpConnection(
        SmtpChannel channel, SmtpExtensions extensions, SmtpTimeLimits limits, SmtpReply? greeting)
    {
        this.channel = channel;
        this.limits = limits;
        Extensions = extensions;
        Facts = new SmtpConnectionFacts(channel.Local, channel.Remote, channel.TlsDescription)
        {
            Extensions = extensions, Greeting = greeting, Certificate = channel.Certificate,
        };
    }

    public SmtpExtensions Extensions { get; private set; }

    public SmtpConnectionFacts Facts { get; }

    /// <summary>True where another message may follow on this connection.</summary>
    public bool IsReusable { get; private set; } = true;

    /// <summary>Transactions so far, refused ones included.</summary>
    public int TransactionCount { get; private set; }

    /// <summary>False where the peer closed, or took its leave, while the connection was idle.</summary>
    internal bool IsAlive => IsReusable && channel.IsSilent;

    /// <summary>
    /// Connects, reads the greeting, says EHLO, and goes over to TLS. Refusals by either side are values; a network
    /// fault is a <see cref="SmtpConnectionBrokenException"/>.
    /// </summary>
    public static ValueTask<ConnectOutcome> ConnectAsync(
        SmtpTarget target, SmtpClientOptions options, TimeProvider clock, CancellationToken cancellationToken) =>
        new SmtpConnector(target, options, clock).ConnectAsync(cancellationToken);

    /// <summary>
    /// Sends one message. The peer's refusals are values; <see cref="SmtpConnectionBrokenException"/> says whether the
    /// final dot was sent. A fault of <paramref name="body"/> ends the connection before the final dot, and passes.
    /// </summary>
    public async ValueTask<SendResult> SendAsync(
        Envelope envelope, IMessageBody body, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(envelope.Recipients.Length);
        ThrowIfNotReusable();
        var transaction = new MailTransaction(channel, Extensions, limits, envelope);
        IsReusable = false;
        TransactionCount++;
        try
        {
            var result = await transaction.RunAsync(body, cancellationToken).ConfigureAwait(false);
            IsReusable = transaction.Closing is null
                && (!transaction.IsOpen || await ResetAsync(cancellationToken).ConfigureAwait(false));
            return result;
        }
        catch (SmtpConnectionBrokenException fault)
        {
            fault.EndOfDataSent = transaction.EndOfDataSent;
            fault.TransactionAccepted = transaction.IsAccepted;
            throw;
        }
    }

    /// <summary>
    /// Asks whether the peer takes a recipient: MAIL with a null reverse-path, RCPT, RSET. Faults as in
    /// <see cref="SendAsync"/>.
    /// </summary>
    public async ValueTask<RecipientProbe> ProbeAsync(EmailAddress recipient, CancellationToken cancellationToken)
    {
        ThrowIfNotReusable();
        var needsUtf8 = !System.Text.Ascii.IsValid(recipient.ToString());
        if (needsUtf8 && !Extensions.SmtpUtf8)
        {
            return new RecipientProbe(ReplyTable.For(Reason.Utf8NotOffered), false);
        }

        IsReusable = false;
        TransactionCount++;
        var reply = await channel.CommandAsync(
            $"MAIL FROM:<>{(needsUtf8 ? " SMTPUTF8" : "")}", limits.Command, cancellationToken).ConfigureAwait(false);
        var isOpen = reply.Code / 100 == 2;
        if (isOpen)
        {
            reply = await channel.CommandAsync($"RCPT TO:<{recipient}>", limits.Command, cancellationToken)
                .ConfigureAwait(false);
            IsReusable = reply.Code != 421 && await ResetAsync(cancellationToken).ConfigureAwait(false);
        }

        return new RecipientProbe(reply.ToReply(), isOpen);
    }

    /// <summary>
    /// Signs in by AUTH PLAIN, or LOGIN where only that is offered (RFC 4954). Never in clear: without TLS the answer
    /// is 538 5.7.11, and nothing is sent.
    /// </summary>
    public async ValueTask<SmtpReply> AuthenticateAsync(
        string user, string password, CancellationToken cancellationToken)
    {
        ThrowIfNotReusable();
        if (Facts.TlsDescription is null)
        {
            return ReplyTable.For(Reason.AuthenticationNeedsTls);
        }

        IsReusable = false;
        var reply = await new AuthenticationExchange(channel, limits.Command)
            .RunAsync(Extensions, user, password, cancellationToken).ConfigureAwait(false);
        IsReusable = reply.Code != 421;
        return reply;
    }

    /// <summary>Takes leave with QUIT, without waiting for the 221, and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
        {
            return;
        }

        isDisposed = true;
        try
        {
            if (IsAlive)
            {
                channel.Write("QUIT");
                await channel.FlushAsync(limits.Quit, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (SmtpConnectionBrokenException)
        {
            // The peer was faster in closing; all that mattered is done.
        }
        finally
        {
            IsReusable = false;
            await channel.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void ThrowIfNotReusable()
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (!IsReusable)
        {
            throw new InvalidOperationException("The connection came to its end, or is in use.");
        }
    }

    // The outcome of the transaction stands already; a connection that breaks here costs only its reuse.
    private async ValueTask<bool> ResetAsync(CancellationToken cancellationToken)
    {
        try
        {
            var reply = await channel.CommandAsync("RSET", limits.Command, cancellationToken).ConfigureAwait(false);
            return reply.Code / 100 == 2;
        }
        catch (Exception fault) when (fault is SmtpConnectionBrokenException or OperationCanceledException)
        {
            return false;
        }
    }
}
