using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Causeway.Configuration;

/// <summary>
/// Internet addresses as people write them, and nothing else: the framework's own parser also reads 10.1, 0x0A.0.0.1
/// and 010.0.0.1, which mean something else to other programs.
/// </summary>
internal static class AddressText
{
    public static bool TryParse(string text, out IPAddress address)
    {
        var parsed = IPAddress.TryParse(text, out var result);
        address = result ?? IPAddress.None;
        return parsed && (address.AddressFamily == AddressFamily.InterNetworkV6
            ? !text.Contains('%', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal)
            : address.ToString() == text);
    }

    /// <summary>Reads <c>192.0.2.1:25</c> or <c>[2001:db8::1]:25</c>.</summary>
    public static bool TryParseEndPoint(string text, out IPEndPoint endPoint)
    {
        endPoint = new IPEndPoint(IPAddress.None, 0);
        var colon = text.LastIndexOf(':');
        if (colon < 1 || !TryParsePort(text[(colon + 1)..], out var port))
        {
            return false;
        }

        var host = text[..colon];
        var bracketed = host.StartsWith('[') && host.EndsWith(']');
        if (!TryParse(bracketed ? host[1..^1] : host, out var address)
            || bracketed != (address.AddressFamily == AddressFamily.InterNetworkV6))
        {
            return false;
        }

        endPoint = new IPEndPoint(address, port);
        return true;
    }

    /// <summary>The literal of RFC 5321 section 4.1.3.</summary>
    public static string Literal(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{address}]" : $"[{address}]";

    private static bool TryParsePort(string text, out ushort port) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port > 0;
}
