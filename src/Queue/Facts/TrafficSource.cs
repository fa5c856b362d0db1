using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Causeway.Queue.Facts;

/// <summary>
/// Whom refusals are counted for: an IPv4 address, or an IPv6 network of 64 bits, within which one host may take any
/// address. Default stands for all for whom there is no room.
/// </summary>
public readonly record struct TrafficSource
{
    private const int NetworkOctets = 8;

    private readonly AddressFamily family;
    private readonly ulong bits;

    private TrafficSource(AddressFamily family, ulong bits) => (this.family, this.bits) = (family, bits);

    public static TrafficSource Of(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var octets = plain.GetAddressBytes();
        return plain.AddressFamily == AddressFamily.InterNetworkV6
            ? new TrafficSource(plain.AddressFamily, BinaryPrimitives.ReadUInt64BigEndian(octets))
            : new TrafficSource(plain.AddressFamily, BinaryPrimitives.ReadUInt32BigEndian(octets));
    }

    public override string ToString()
    {
        Span<byte> octets = stackalloc byte[2 * NetworkOctets];
        octets.Clear();
        switch (family)
        {
            case AddressFamily.InterNetworkV6:
                BinaryPrimitives.WriteUInt64BigEndian(octets, bits);
                return $"{new IPAddress(octets)}/{NetworkOctets * 8}";
            case AddressFamily.InterNetwork:
                BinaryPrimitives.WriteUInt32BigEndian(octets, (uint)bits);
                return new IPAddress(octets[..sizeof(uint)]).ToString();
            default:
                return RefusalsCounted.Others;
        }
    }
}
