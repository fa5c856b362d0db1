using System.Net;

namespace Causeway.Transport;

/// <summary>Hosts as the topology file writes them: a name, or an address literal (RFC 5321 section 4.1.3).</summary>
public static class HostNames
{
    private const string Ipv6Tag = "IPv6:";

    /// <summary>Reads <c>[192.0.2.1]</c> and <c>[IPv6:2001:db8::1]</c>; false for a name.</summary>
    public static bool TryAddress(string host, out IPAddress address)
    {
        address = IPAddress.None;
        if (!host.StartsWith('[') || !host.EndsWith(']'))
        {
            return false;
        }

        var inner = host[1..^1];
        var isParsed = IPAddress.TryParse(
            inner.StartsWith(Ipv6Tag, StringComparison.OrdinalIgnoreCase) ? inner[Ipv6Tag.Length..] : inner,
            out var parsed);
        address = parsed ?? IPAddress.None;
        return isParsed;
    }
}
