using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Causeway.Smtp.Server;

/// <summary>One endpoint of a server: Kestrel's connections, without a web host.</summary>
internal sealed class ListeningPort : IDisposable
{
    private readonly NamingTransport transport;
    private readonly KestrelServer kestrel;

    public ListeningPort(SmtpListener listener, SmtpConnectionHandler handler, ILoggerFactory loggers)
    {
        Listener = listener;
        transport = new NamingTransport(new SocketTransportFactory(Options.Create(Sockets), loggers));
        var options = new KestrelServerOptions();
        options.Listen(listener.EndPoint, listen =>
        {
            // Kestrel adds HTTP behind this, which is never reached; version 1 needs no TLS and no warning.
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(_ => handler.OnConnectedAsync);
        });
        kestrel = new KestrelServer(Options.Create(options), transport, loggers);
    }

    public SmtpListener Listener { get; }

    /// <summary>Where it listens, with the port that port 0 became; null before the start.</summary>
    public IPEndPoint? EndPoint => transport.Bound;

    // A session reads and answers and waits for everything else, so it may run where its octets come in, and saves two
    // changes of thread a block. A buffer for an idle session is 4 KiB, less than asking the kernel twice for each.
    private static SocketTransportOptions Sockets => new()
    {
        UnsafePreferInlineScheduling = true,
        WaitForDataBeforeAllocatingBuffer = false,
        CreateBoundListenSocket = Bind,
    };

    /// <exception cref="IOException">The endpoint cannot be had; the message names it.</exception>
    public Task StartAsync(CancellationToken ct) => kestrel.StartAsync(new NoHttp(), ct);

    /// <summary>Takes no more connections; those that are open go on.</summary>
    public ValueTask CloseAsync(CancellationToken ct) => transport.UnbindAsync(ct);

    /// <summary>Asks every session to end, and breaks what is left when the token is cancelled.</summary>
    public Task StopAsync(CancellationToken ct) => kestrel.StopAsync(ct);

    public void Dispose() => kestrel.Dispose();

    // An IPv6 endpoint takes IPv6 only: who wants both lists both, and neither stands in the other's way.
    private static Socket Bind(EndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }

            socket.Bind(endPoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class NoHttp : IHttpApplication<object>
    {
        public object CreateContext(IFeatureCollection contextFeatures) => throw new NotSupportedException();

        public Task ProcessRequestAsync(object context) => throw new NotSupportedException();

        public void DisposeContext(object context, Exception? exception)
        {
        }
    }
}
