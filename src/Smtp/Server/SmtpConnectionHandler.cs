using System.Net;
using Causeway.Smtp.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;

namespace Causeway.Smtp.Server;

/// <summary>Speaks SMTP (RFC 5321) on each connection of one listener.</summary>
/// <param name="current">The options in force; a connection keeps those that it began with.</param>
internal sealed class SmtpConnectionHandler(
    Func<SmtpServerOptions> current, ListenerKind kind, ISmtpService service, ConnectionCounts counts, ILogger logger,
    TimeProvider time, CancellationToken hardStop) : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var options = current();
        var remote = Plain(connection.RemoteEndPoint);
        if (options.Balancers.Any(balancer => balancer.Contains(remote.Address)))
        {
            if (await ReadProxyHeaderAsync(connection, remote, options.Limits) is not { } source)
            {
                return;
            }

            remote = Plain(source);
        }

        var peer = new SmtpPeer(remote, Plain(connection.LocalEndPoint), kind);
        var isCounted = counts.TryEnter(peer.Remote.Address, options.Limits);
        try
        {
            await using var policy = service.Open(peer);
            await using var session = new Conversation(options, peer, policy, logger, time, connection.Abort, hardStop);
            using var stop = connection.Features.Get<IConnectionLifetimeNotificationFeature>()
                ?.ConnectionClosedRequested.UnsafeRegister(static state => ((Conversation)state!).Stop(), session);
            await RunAsync(session, connection, isCrowded: !isCounted);
        }
        catch (Exception e)
        {
            Log.SessionFailed(logger, peer.Remote, e);
        }
        finally
        {
            if (isCounted)
            {
                counts.Leave(peer.Remote.Address);
            }
        }
    }

    private async Task RunAsync(Conversation session, ConnectionContext connection, bool isCrowded)
    {
        try
        {
            await session.RunAsync(connection.Transport, isCrowded);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The connection broke. What was not completed does not count, and there is nobody left to tell.
        }
        catch (Exception e)
        {
            Log.SessionFailed(logger, session.Peer.Remote, e);
            await session.ApologizeAsync();
        }
    }

    // Whose connection a balancer passes on. Null where it does not say: the address would be the balancer's then, and
    // attribution by address must never be had by leaving something out.
    private async Task<IPEndPoint?> ReadProxyHeaderAsync(
        ConnectionContext connection, IPEndPoint balancer, SmtpLimits limits)
    {
        try
        {
            using var deadline = new CancellationTokenSource(limits.ProxyHeaderTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, hardStop);
            var input = connection.Transport.Input;
            while (true)
            {
                var read = await input.ReadAsync(either.Token);
                var header = ProxyHeader.Read(read.Buffer);
                if (header.State == ProxyHeaderState.Whole)
                {
                    input.AdvanceTo(read.Buffer.GetPosition(header.Octets));
                    return header.Source ?? balancer;
                }

                input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                if (header.State == ProxyHeaderState.Wrong || read.IsCompleted)
                {
                    Log.NoProxyHeader(logger, balancer);
                    return null;
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            Log.NoProxyHeader(logger, balancer);
            return null;
        }
    }

    private static IPEndPoint Plain(EndPoint? endPoint)
    {
        var ip = endPoint as IPEndPoint
            ?? throw new NotSupportedException($"SMTP runs over TCP; '{endPoint}' is no address.");
        return ip.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(ip.Address.MapToIPv4(), ip.Port) : ip;
    }
}
