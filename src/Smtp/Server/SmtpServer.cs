using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Causeway.Smtp.Server;

/// <summary>
/// An SMTP server on Kestrel's connections, without a web host. Stopping closes the listeners, ends each session by 421
/// as soon as its transaction is over, and breaks what is left when the token of <see cref="StopAsync"/> is cancelled.
/// </summary>
public sealed class SmtpServer : IAsyncDisposable
{
    private readonly SmtpServerOptions options;
    private readonly ILogger logger;
    private readonly NamingTransport transport;
    private readonly KestrelServer kestrel;
    private readonly ConnectionCounts counts;
    private readonly CancellationTokenSource hardStop = new();

    public SmtpServer(SmtpServerOptions options, ISmtpService service, ILoggerFactory loggers, TimeProvider time)
    {
        this.options = options;
        logger = loggers.CreateLogger<SmtpServer>();
        transport = new NamingTransport(new SocketTransportFactory(Options.Create(Sockets), loggers));
        counts = new ConnectionCounts(options.Limits);
        var kestrelOptions = new KestrelServerOptions();
        foreach (var listener in options.Listeners)
        {
            var handler = new SmtpConnectionHandler(
                options, listener.Kind, service, counts, logger, time, hardStop.Token);
            kestrelOptions.Listen(listener.EndPoint, listen =>
            {
                // Kestrel adds HTTP behind this, which is never reached; version 1 needs no TLS and no warning.
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(_ => handler.OnConnectedAsync);
            });
        }

        kestrel = new KestrelServer(Options.Create(kestrelOptions), transport, loggers);
    }

    // A session reads and answers and waits for everything else, so it may run where its octets come in, and saves two
    // changes of thread a block. A buffer for an idle session is 4 KiB, less than asking the kernel twice for each.
    private static SocketTransportOptions Sockets => new()
    {
        UnsafePreferInlineScheduling = true, WaitForDataBeforeAllocatingBuffer = false,
    };

    /// <summary>
    /// The endpoints in the order of the options, with the ports that port 0 became; empty before the start.
    /// </summary>
    public IReadOnlyList<IPEndPoint> EndPoints => transport.Bound;

    /// <summary>The connections that are open at this moment.</summary>
    public int Connections => counts.Total;

    /// <exception cref="IOException">An endpoint cannot be had; the message names it.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        await kestrel.StartAsync(new NoHttp(), ct);
        foreach (var (endPoint, listener) in transport.Bound.Zip(options.Listeners))
        {
            Log.Listening(logger, endPoint, listener.Kind);
        }
    }

    /// <param name="ct">Its cancellation ends the grace for open transactions.</param>
    public async Task StopAsync(CancellationToken ct)
    {
        using var grace = ct.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), hardStop);
        await kestrel.StopAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await hardStop.CancelAsync();
        await kestrel.StopAsync(hardStop.Token);
        kestrel.Dispose();
        hardStop.Dispose();
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
