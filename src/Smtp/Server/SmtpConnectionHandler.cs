using System.Net;
using Causeway.Core.Replies;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging;

namespace Causeway.Smtp.Server;

/// <summary>Speaks SMTP (RFC 5321) on each connection of one listener.</summary>
internal sealed class SmtpConnectionHandler(
    SmtpServerOptions options, ListenerKind kind, ISmtpService service, ConnectionCounts counts, ILogger logger,
    TimeProvider time, CancellationToken hardStop) : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var peer = new SmtpPeer(Plain(connection.RemoteEndPoint), Plain(connection.LocalEndPoint), kind);
        var isCounted = counts.TryEnter(peer.Remote.Address);
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

    private static IPEndPoint Plain(EndPoint? endPoint)
    {
        var ip = endPoint as IPEndPoint
            ?? throw new NotSupportedException($"SMTP runs over TCP; '{endPoint}' is no address.");
        return ip.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(ip.Address.MapToIPv4(), ip.Port) : ip;
    }
}
