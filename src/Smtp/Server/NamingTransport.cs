using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Causeway.Smtp.Server;

/// <summary>
/// The socket transport; a failure to bind names the endpoint, and the endpoints bound are remembered.
/// </summary>
internal sealed class NamingTransport(SocketTransportFactory sockets) : IConnectionListenerFactory
{
    private readonly List<IPEndPoint> bound = [];

    /// <summary>In the order of binding, with the ports that port 0 became.</summary>
    public IReadOnlyList<IPEndPoint> Bound => bound;

    public async ValueTask<IConnectionListener> BindAsync(
        EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        try
        {
            var listener = await sockets.BindAsync(endpoint, cancellationToken);
            bound.Add((IPEndPoint)listener.EndPoint);
            return listener;
        }
        catch (Exception e) when (e is AddressInUseException or SocketException)
        {
            throw new IOException($"Cannot listen on {endpoint}: {e.Message}", e);
        }
    }
}
