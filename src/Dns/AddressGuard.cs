using System.Net;

namespace Causeway.Dns;

/// <summary>
/// Which addresses can be on the public Internet (RFC 6890). A site connects to no others because DNS, and so a
/// stranger, named them: no MX leads mail into the inside of our own network.
/// </summary>
public static class AddressGuard
{
    private static readonly IPNetwork[] Inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
            "224.0.0.0/4", "240.0.0.0/4", "::/128", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    // RFC 6052 section 2.1: the well-known prefix, behind which stands an IPv4 address.
    private static readonly IPNetwork WellKnownTranslation = IPNetwork.Parse("64:ff9b::/96");

    public static bool MayConnect(IPAddress address, MailHostOptions options) =>
        !IsOwn(address, options) && IsPublic(address, options.LoopbackCountsAsPublic);

    public static bool IsPublic(IPAddress address, bool loopbackCountsAsPublic)
    {
        var plain = Plain(address);
        return IPAddress.IsLoopback(plain)
            ? loopbackCountsAsPublic
            : !Array.Exists(Inside, network => network.Contains(plain));
    }

    public static bool IsOwn(IPAddress address, MailHostOptions options) =>
        options.OwnAddresses.Contains(Plain(address)) || options.OwnAddresses.Contains(address);

    private static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : WellKnownTranslation.Contains(address) ? new IPAddress(address.GetAddressBytes().AsSpan(12))
        : address;
}
