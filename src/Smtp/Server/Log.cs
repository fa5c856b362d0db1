using System.Net;
using Microsoft.Extensions.Logging;

namespace Causeway.Smtp.Server;

/// <summary>Event ids 2000 to 2099.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Error, "The policy failed at {Command} for {Peer}; the client reads 4.3.0")]
    public static partial void PolicyFailed(ILogger logger, string command, IPEndPoint peer, Exception exception);

    [LoggerMessage(2001, LogLevel.Error, "The session with {Peer} ended by a fault of ours")]
    public static partial void SessionFailed(ILogger logger, IPEndPoint peer, Exception exception);

    [LoggerMessage(2002, LogLevel.Information, "The TLS handshake with {Peer} failed: {Why}")]
    public static partial void HandshakeFailed(ILogger logger, IPEndPoint peer, string why);

    [LoggerMessage(2003, LogLevel.Information, "Listening on {EndPoint} ({Kind})")]
    public static partial void Listening(ILogger logger, EndPoint endPoint, ListenerKind kind);

    [LoggerMessage(2004, LogLevel.Information, "No longer listening on {EndPoint}; open connections go on")]
    public static partial void Closed(ILogger logger, EndPoint endPoint);

    [LoggerMessage(2005, LogLevel.Warning,
        "{Balancer} is a balancer and did not say whose connection it passes on; let it speak the PROXY protocol")]
    public static partial void NoProxyHeader(ILogger logger, IPEndPoint balancer);
}
