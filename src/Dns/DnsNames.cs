using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Causeway.Dns;

/// <summary>Forms of names in DNS.</summary>
internal static class DnsNames
{
    // RFC 1034 section 5.2.2 asks for a limit on chains of CNAMEs and names no number.
    public const int MaximumCnames = 8;

    /// <summary>Lower case (RFC 4343), no trailing dot; empty for the root.</summary>
    public static string Normalize(string name) => name.TrimEnd('.').ToLowerInvariant();

    /// <summary>The name under in-addr.arpa (RFC 1035 section 3.5) or ip6.arpa (RFC 3596 section 2.5).</summary>
    public static string Reverse(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var octets = plain.GetAddressBytes();
        Array.Reverse(octets);
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? string.Join('.', octets.Select(octet => octet.ToString(CultureInfo.InvariantCulture))) + ".in-addr.arpa"
            : string.Concat(octets.Select(octet => string.Create(
                CultureInfo.InvariantCulture, $"{octet & 0xF:x}.{octet >> 4:x}."))) + "ip6.arpa";
    }
}
