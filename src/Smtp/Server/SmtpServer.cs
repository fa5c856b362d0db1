using System.Net;
using Microsoft.Extensions.Logging;

namespace Causeway.Smtp.Server;

/// <summary>
/// An SMTP server. Stopping closes the listeners, ends each session by 421 as soon as its transaction is over, and
/// breaks what is left when the token of <see cref="StopAsync"/> is cancelled.
/// </summary>
public sealed class SmtpServer(
    SmtpServerOptions first, ISmtpService service, ILoggerFactory loggers, TimeProvider time) : IAsyncDisposable
{
    private readonly ILogger logger = loggers.CreateLogger<SmtpServer>();
    private readonly ConnectionCounts counts = new();
    private readonly CancellationTokenSource hardStop = new();

    // Those that are closed for new connections stay until the stop, for the connections that they still have.
    private readonly List<ListeningPort> closed = [];
    private volatile SmtpServerOptions options = first;
    private IReadOnlyList<ListeningPort> open = [];

    /// <summary>
    /// The endpoints in the order of the options, with the ports that port 0 became; empty before the start.
    /// </summary>
    public IReadOnlyList<IPEndPoint> EndPoints => [.. open.Select(port => port.EndPoint!)];

    /// <summary>The connections that are open at this moment.</summary>
    public int Connections => counts.Total;

    /// <exception cref="IOException">An endpoint cannot be had; the message names it.</exception>
    public Task StartAsync(CancellationToken ct) => ChangeAsync(options, ct);

    /// <summary>
    /// Puts other options in force, for the connections that come from now on; those that are open go on under theirs,
    /// also where their endpoint is no longer listed. Not to be called twice at once.
    /// </summary>
    /// <exception cref="IOException">
    /// A new endpoint cannot be had; the message names it, and everything is as it was.
    /// </exception>
    public async Task ChangeAsync(SmtpServerOptions next, CancellationToken ct)
    {
        var found = open.ToDictionary(port => port.Listener);
        var ports = next.Listeners.Select(listener => found.GetValueOrDefault(listener)
            ?? new ListeningPort(listener, NewHandler(listener.Kind), loggers)).ToList();
        var added = ports.Except(open).ToList();
        try
        {
            foreach (var port in added)
            {
                await port.StartAsync(ct);
            }
        }
        catch
        {
            await StopAsync(added, CancellationToken.None);
            throw;
        }

        var removed = open.Except(ports).ToList();
        (options, open) = (next, ports);
        foreach (var port in removed)
        {
            await port.CloseAsync(CancellationToken.None);
            Log.Closed(logger, port.EndPoint!);
        }

        closed.AddRange(removed);
        foreach (var port in added)
        {
            Log.Listening(logger, port.EndPoint!, port.Listener.Kind);
        }
    }

    /// <param name="ct">Its cancellation ends the grace for open transactions.</param>
    public async Task StopAsync(CancellationToken ct)
    {
        using var grace = ct.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), hardStop);
        await Task.WhenAll(open.Concat(closed).Select(port => port.StopAsync(ct)));
    }

    public async ValueTask DisposeAsync()
    {
        await hardStop.CancelAsync();
        await StopAsync(open.Concat(closed), hardStop.Token);
        hardStop.Dispose();
    }

    private static async Task StopAsync(IEnumerable<ListeningPort> ports, CancellationToken ct)
    {
        foreach (var port in ports)
        {
            await port.StopAsync(ct);
            port.Dispose();
        }
    }

    private SmtpConnectionHandler NewHandler(ListenerKind kind) =>
        new(() => options, kind, service, counts, logger, time, hardStop.Token);
}
