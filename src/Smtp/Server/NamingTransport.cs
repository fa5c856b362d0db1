using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Causeway.Smtp.Server;

/// <summary>
/// The socket transport of one endpoint; a failure to bind names it, and it can be given up while its connections go
/// on.
/// </summary>
internal sealed class NamingTransport(SocketTransportFactory sockets) : IConnectionListenerFactory
{
    private IConnectionListener? listener;

    /// <summary>With the port that port 0 became; null before the start.</summary>
    public IPEndPoint? Bound => (IPEndPoint?)listener?.EndPoint;

    public async ValueTask<IConnectionListener> BindAsync(
        EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        try
        {
            return listener = await sockets.BindAsync(endpoint, cancellationToken);
        }
        catch (Exception e) when (e is AddressInUseException or SocketException)
        {
            throw new IOException($"Cannot listen on {endpoint}: {e.Message}", e);
        }
    }

    public ValueTask UnbindAsync(CancellationToken ct) => listener?.UnbindAsync(ct) ?? ValueTask.CompletedTask;
}
