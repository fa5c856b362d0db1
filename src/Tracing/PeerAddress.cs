using System.Net;
using Causeway.Queue.Facts;

namespace Causeway.Tracing;

/// <summary>The address or network that a query asks for, held against the peers of facts.</summary>
internal sealed class PeerAddress
{
    private readonly IPNetwork network;

    private PeerAddress(IPNetwork network) => this.network = network;

    public static bool TryParse(string? text, out PeerAddress? address)
    {
        address = IPNetwork.TryParse(text, out var network) ? new PeerAddress(network)
            : IPAddress.TryParse(text, out var single) ? new PeerAddress(Single(single))
            : null;
        return address is not null;
    }

    public bool Is(Peer? peer) =>
        peer is not null && IPEndPoint.TryParse(peer.Address, out var endPoint) && network.Contains(endPoint.Address);

    /// <summary>True where the source may hold the address that is asked for, or the other way round.</summary>
    public bool MayBe(string source) =>
        source == RefusalsCounted.Others
        || (IPNetwork.TryParse(source, out var other)
            ? other.Contains(network.BaseAddress) || network.Contains(other.BaseAddress)
            : IPAddress.TryParse(source, out var single) && network.Contains(single));

    private static IPNetwork Single(IPAddress address) => new(address, address.GetAddressBytes().Length * 8);
}
