using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DnsClient.Protocol;

namespace Causeway.Dns;

/// <summary>Forms of names in DNS.</summary>
internal static class DnsNames
{
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

    /// <summary>
    /// Where the CNAMEs of an answer lead from this name; null if there is none, or if they run in a circle.
    /// </summary>
    public static string? EndOfChain(string name, IReadOnlyList<DnsResourceRecord> records)
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var cname in records.OfType<CNameRecord>())
        {
            targets[Normalize(cname.DomainName.Value)] = Normalize(cname.CanonicalName.Value);
        }

        string? end = null;
        for (var step = 0; step < targets.Count && targets.TryGetValue(end ?? name, out var next); step++)
        {
            end = next;
        }

        return end is not null && targets.ContainsKey(end) ? null : end;
    }
}
