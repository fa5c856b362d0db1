using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;

namespace Causeway.Smtp.Client;

/// <summary>
/// Sends messages over connections that are kept for a while after each (RFC 5321 section 4.5.4.1 allows it, and it
/// halves the cost of a relay). Idle connections that died are noticed and replaced.
/// </summary>
public sealed class ConnectionPool : IAsyncDisposable
{
    private readonly ConnectionPoolOptions options;
    private readonly TimeProvider clock;
    private readonly IdleConnections idle;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task sweeping;

    public ConnectionPool(ConnectionPoolOptions options, TimeProvider clock)
    {
        this.options = options;
        this.clock = clock;
        idle = new IdleConnections(options, clock);
        sweeping = SweepAsync();
    }

    public int IdleCount => idle.Count;

    /// <summary>
    /// Sends one message on an idle connection or a new one. Faults as in <see cref="SmtpConnection.SendAsync"/>; a
    /// reused connection that dies before MAIL was accepted is replaced in silence.
    /// </summary>
    public async ValueTask<PooledSend> SendAsync(
        SmtpTarget target, SmtpClientOptions client, Envelope envelope, IMessageBody body,
        CancellationToken cancellationToken)
    {
        var key = PoolKey.Of(target, client);
        while (await idle.TakeAsync(key).ConfigureAwait(false) is { } connection)
        {
            if (await TryReuseAsync(connection).ConfigureAwait(false) is { } result)
            {
                await KeepOrCloseAsync(key, connection).ConfigureAwait(false);
                return new PooledSend.Answered(result, connection.Facts, WasReused: true);
            }
        }

        var outcome = await SmtpConnection.ConnectAsync(target, client, clock, cancellationToken).ConfigureAwait(false);
        switch (outcome)
        {
            case ConnectOutcome.NotConnected refused:
                return new PooledSend.NoSession(refused);
            case ConnectOutcome.Connected(var fresh):
                var answer = await SendOrCloseAsync(fresh).ConfigureAwait(false);
                await KeepOrCloseAsync(key, fresh).ConfigureAwait(false);
                return new PooledSend.Answered(answer, fresh.Facts, WasReused: false);
            default:
                throw new System.Diagnostics.UnreachableException();
        }

        async ValueTask<SendResult> SendOrCloseAsync(SmtpConnection connection)
        {
            try
            {
                return await connection.SendAsync(envelope, body, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

        // Null where the connection had died while it was idle: the peer has nothing of the message.
        async ValueTask<SendResult?> TryReuseAsync(SmtpConnection connection)
        {
            try
            {
                var result = await SendOrCloseAsync(connection).ConfigureAwait(false);
                if (result is not { TransactionAccepted: false, Final.Code: 421 })
                {
                    return result;
                }

                await connection.DisposeAsync().ConfigureAwait(false);
                return null;
            }
            catch (SmtpConnectionBrokenException fault) when (!fault.TransactionAccepted)
            {
                return null;
            }
        }
    }

    /// <summary>
    /// Asks whether the target takes a recipient, on an idle connection or a new one. Faults as in
    /// <see cref="SmtpConnection.ProbeAsync"/>.
    /// </summary>
    public async ValueTask<RecipientProbe> ProbeAsync(
        SmtpTarget target, SmtpClientOptions client, EmailAddress recipient, CancellationToken cancellationToken)
    {
        var key = PoolKey.Of(target, client);
        while (await idle.TakeAsync(key).ConfigureAwait(false) is { } connection)
        {
            try
            {
                return await ProbeAsync(key, connection, recipient, cancellationToken).ConfigureAwait(false);
            }
            catch (SmtpConnectionBrokenException)
            {
                // It had died while it was idle; nothing was to be lost.
            }
        }

        return await SmtpConnection.ConnectAsync(target, client, clock, cancellationToken).ConfigureAwait(false) switch
        {
            ConnectOutcome.Connected(var fresh) =>
                await ProbeAsync(key, fresh, recipient, cancellationToken).ConfigureAwait(false),
            ConnectOutcome.NotConnected refused => new RecipientProbe(refused.Reply, false),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        await stopping.CancelAsync().ConfigureAwait(false);
        await sweeping.ConfigureAwait(false);
        await idle.CloseAsync().ConfigureAwait(false);
        stopping.Dispose();
    }

    private async ValueTask<RecipientProbe> ProbeAsync(
        PoolKey key, SmtpConnection connection, EmailAddress recipient, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await connection.ProbeAsync(recipient, cancellationToken).ConfigureAwait(false);
            await KeepOrCloseAsync(key, connection).ConfigureAwait(false);
            return reply;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask KeepOrCloseAsync(PoolKey key, SmtpConnection connection)
    {
        if (!connection.IsReusable || connection.TransactionCount >= options.MaximumMessagesPerConnection
            || !idle.TryAdd(key, connection))
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    // So that a quiet site does not hold connections that its peers would rather have back.
    private async Task SweepAsync()
    {
        using var timer = new PeriodicTimer(options.MaximumIdleAge, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token).ConfigureAwait(false))
            {
                await idle.CloseAgedAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The pool is being disposed of.
        }
    }
}
