using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Causeway.Core.Publishing;

/// <summary>An address as a name: in-addr.arpa (RFC 1035 section 3.5) or ip6.arpa (RFC 3596 section 2.5).</summary>
public static class ReverseName
{
    public static string Of(IPAddress address)
    {
        var octets = address.GetAddressBytes();
        Array.Reverse(octets);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? string.Join('.', octets.Select(octet => octet.ToString(CultureInfo.InvariantCulture))) + ".in-addr.arpa"
            : string.Concat(octets.Select(octet => string.Create(
                CultureInfo.InvariantCulture, $"{octet & 0xF:x}.{octet >> 4:x}."))) + "ip6.arpa";
    }
}
