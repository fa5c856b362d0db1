using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Causeway.Running;

/// <summary>Where a site listens for which the file says nothing.</summary>
internal static class ListenAddresses
{
    /// <summary>Every address of this host, IPv4 and IPv6 each for itself.</summary>
    public static ImmutableArray<IPEndPoint> Everywhere(int port) => Socket.OSSupportsIPv6
        ? [new IPEndPoint(IPAddress.Any, port), new IPEndPoint(IPAddress.IPv6Any, port)]
        : [new IPEndPoint(IPAddress.Any, port)];
}
