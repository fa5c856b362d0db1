using System.IO.Pipelines;
using System.Security.Authentication;
using Causeway.Core.Replies;
using Causeway.Smtp.Server.Verbs;
using Causeway.Smtp.Wire;
using Microsoft.Extensions.Logging;

namespace Causeway.Smtp.Server;

/// <summary>One session: what it has come to, and the loop that reads commands and has their verbs answer.</summary>
internal sealed class Conversation(
    SmtpServerOptions options, SmtpPeer peer, ISmtpSession policy, ILogger logger, TimeProvider time, Action abort,
    CancellationToken hardStop) : IAsyncDisposable
{
    private SmtpChannel? channel;
    private TlsPipe? tlsPipe;
    private IDuplexPipe? transport;
    private int errors;
    private volatile bool isStopping;

    public SmtpServerOptions Options { get; } = options;

    public SmtpLimits Limits => Options.Limits;

    public SmtpPeer Peer { get; } = peer;

    public ISmtpSession Policy { get; } = policy;

    public SmtpChannel Channel => channel!;

    /// <summary>Cancelled when a stop of the server will wait no longer; never by the peer's leaving.</summary>
    public CancellationToken HardStop { get; } = hardStop;

    public TimeProvider Time { get; } = time;

    public SessionState State { get; set; }

    public bool IsTls => tlsPipe is not null;

    public bool IsAuthenticated { get; set; }

    public int Recipients { get; set; }

    /// <summary>Refused for good since the connection was opened.</summary>
    public int RefusedRecipients { get; set; }

    /// <summary>MAIL had SMTPUTF8.</summary>
    public bool AllowsUtf8 { get; set; }

    /// <summary>The message that comes by BDAT, from its first chunk on.</summary>
    public Transfer? Chunks { get; set; }

    /// <summary>
    /// The policy refused the last MAIL: a client that pipelines learns of it after its RCPTs (RFC 2920).
    /// </summary>
    public bool IsMailRefused { get; set; }

    public bool IsClosing { get; set; }

    private bool IsInTransaction => State is SessionState.Mail or SessionState.Recipient or SessionState.Content;

    /// <summary>Asks the session to end with 421 as soon as no transaction is open; from any thread.</summary>
    public void Stop()
    {
        isStopping = true;
        Volatile.Read(ref channel)?.Stop();
    }

    public async Task RunAsync(IDuplexPipe connection, bool isCrowded)
    {
        transport = connection;
        if (Peer.Kind == ListenerKind.Submissions && (isCrowded || !await StartTlsAsync("CONNECT")))
        {
            if (isCrowded)
            {
                Policy.Refused("CONNECT", ReplyTable.For(Reason.TooManyConnections));
            }

            return;
        }

        Open(tlsPipe ?? connection);
        if (isCrowded)
        {
            Close("CONNECT", Reason.TooManyConnections);
        }
        else
        {
            await GreetAsync();
        }

        while (!IsClosing)
        {
            var (outcome, text) = await Channel.ReadLineAsync(
                authExchange: false, mayStop: !IsInTransaction, Limits.CommandTimeout);
            await AnswerAsync(outcome, text);
        }

        await Channel.FlushAsync(Limits.CommandTimeout);
    }

    /// <summary>Sends a reply; after 421 the connection closes (RFC 5321 section 3.8).</summary>
    public void Reply(SmtpReply reply)
    {
        Channel.Write(reply);
        IsClosing |= reply.Code == 421;
    }

    /// <summary>
    /// Sends a refusal of the server's own and tells the policy; from 500 upwards it counts as an error.
    /// </summary>
    public void Refuse(string command, SmtpReply reply)
    {
        var isConsequence = IsMailRefused && reply.Code == 503;
        if (reply.Code >= 500 && !isConsequence && ++errors > Limits.Errors)
        {
            reply = ReplyTable.For(Reason.TooManyErrors);
        }

        Reply(reply);
        Policy.Refused(command, reply);
    }

    /// <summary>Sends the policy's refusal of a sign-in, which counts as an error.</summary>
    public void RefuseSignIn(SmtpReply reply)
    {
        if (++errors > Limits.Errors)
        {
            errors--;
            Close("AUTH", Reason.TooManyErrors);
            return;
        }

        Reply(reply);
    }

    public void Close(string command, Reason reason)
    {
        var reply = ReplyTable.For(reason);
        Reply(reply);
        Policy.Refused(command, reply);
        IsClosing = true;
    }

    /// <summary>Ends the session without a word, if the peer is gone, or with 421.</summary>
    public void End(string command, Incoming outcome)
    {
        switch (outcome)
        {
            case Incoming.TimedOut:
                Close(command, Reason.Timeout);
                break;
            case Incoming.Stopping:
                Close(command, Reason.ShuttingDown);
                break;
            default:
                IsClosing = true;
                break;
        }
    }

    public async ValueTask EndTransactionAsync()
    {
        await AbandonChunksAsync();
        if (State != SessionState.Connected)
        {
            State = SessionState.Greeted;
        }

        Recipients = 0;
        IsMailRefused = false;
        AllowsUtf8 = false;
        Policy.Reset();
    }

    /// <summary>
    /// An accepted message pays for earlier errors, so that a long session of a good client does not end in 421.
    /// </summary>
    public void ForgetErrors() => errors = 0;

    /// <summary>Asks the policy; its exception becomes 451, or 421 when the server is being stopped.</summary>
    public async ValueTask<SmtpReply?> AskAsync<T>(
        string command, T argument, Func<ISmtpSession, T, CancellationToken, ValueTask<SmtpReply?>> ask)
    {
        try
        {
            return await ask(Policy, argument, HardStop);
        }
        catch (Exception e)
        {
            return Fault(command, e);
        }
    }

    public SmtpReply Fault(string command, Exception exception)
    {
        if (HardStop.IsCancellationRequested)
        {
            return ReplyTable.For(Reason.ShuttingDown);
        }

        Log.PolicyFailed(logger, command, Peer.Remote, exception);
        return ReplyTable.For(Reason.LocalFault);
    }

    /// <summary>
    /// Turns the connection into TLS and forgets what was said before; false, and closing, where that fails.
    /// </summary>
    public async Task<bool> StartTlsAsync(string command)
    {
        try
        {
            using var deadline = new CancellationTokenSource(Limits.TlsHandshakeTimeout, Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, HardStop);
            tlsPipe = await TlsPipe.StartAsync(
                transport!, name => Options.Certificate?.Invoke(name)
                    ?? throw new AuthenticationException("The server has no certificate."), either.Token);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException)
        {
            Log.HandshakeFailed(logger, Peer.Remote, e.Message);
            Policy.Refused(command, ProtocolReplies.HandshakeFailed);
            IsClosing = true;
            return false;
        }

        await AbandonChunksAsync();
        Open(tlsPipe);
        State = SessionState.Connected;
        IsAuthenticated = false;
        Recipients = 0;
        IsMailRefused = false;
        AllowsUtf8 = false;
        Policy.TlsStarted(tlsPipe.Facts);
        return true;
    }

    /// <summary>Tells the peer of a fault of ours, as far as it still listens.</summary>
    public async ValueTask ApologizeAsync()
    {
        channel?.Write(ProtocolReplies.LocalFaultAtClose);
        await (channel?.FlushAsync(Limits.CommandTimeout) ?? ValueTask.FromResult(false));
    }

    public async ValueTask DisposeAsync()
    {
        await AbandonChunksAsync();
        channel?.Dispose();
        if (tlsPipe is not null)
        {
            await tlsPipe.DisposeAsync();
        }
    }

    private async ValueTask AbandonChunksAsync()
    {
        var open = Chunks;
        Chunks = null;
        if (open is not null)
        {
            await open.DisposeAsync();
        }
    }

    private void Open(IDuplexPipe pipe)
    {
        channel?.Dispose();
        Volatile.Write(ref channel, new SmtpChannel(pipe, Limits, Time, abort));
        if (isStopping)
        {
            channel.Stop();
        }
    }

    private async ValueTask GreetAsync()
    {
        var refusal = await AskAsync("CONNECT", 0, static (policy, _, ct) => policy.ConnectedAsync(ct));
        Reply(refusal ?? new SmtpReply(220, null, $"{Options.HostName} ESMTP Causeway"));
        IsClosing |= refusal is not null;
    }

    private ValueTask AnswerAsync(Incoming outcome, string text)
    {
        switch (outcome)
        {
            case Incoming.Octets:
                return AnswerAsync(CommandLine.Parse(text));
            case Incoming.TooLong:
                Refuse("", ProtocolReplies.LineTooLong);
                break;
            case Incoming.BareCarriageReturnOrLineFeed:
                Refuse("", ProtocolReplies.BareLineEnd);
                break;
            default:
                End("", outcome);
                break;
        }

        return ValueTask.CompletedTask;
    }

    private ValueTask AnswerAsync(CommandLine line)
    {
        if (CommandOrder.Refusal(State, line.Verb) is not { } refusal)
        {
            return VerbTable.AnswerAsync(this, line);
        }

        if (line.Verb == SmtpVerb.Bdat)
        {
            return BdatVerb.AnswerAsync(this, line, refusal);
        }

        Refuse(line.Name, refusal);
        return ValueTask.CompletedTask;
    }
}
