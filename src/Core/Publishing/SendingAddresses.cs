using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Publishing;

/// <summary>From where the Internet gets mail of an organization, and in whose name: what the arrows say.</summary>
internal static class SendingAddresses
{
    public static ImmutableArray<SendingAddress> Of(Organization organization) =>
    [
        .. organization.Sites.Where(organization.SendsToInternet)
            .SelectMany(site => site.Name == organization.LastOutbound ? All(organization, site) : Notices(site)),
    ];

    /// <summary>The addresses of a site as the file has them; of a host that is an address, that one.</summary>
    public static ImmutableArray<IPNetwork> Own(Site site) =>
        !site.Addresses.IsEmpty ? site.Addresses
        : Literal(site.Host) is { } address ? [Single(address)]
        : [];

    public static bool IsName(string host) => !host.StartsWith('[');

    private static IEnumerable<SendingAddress> Notices(Site filter) =>
        Own(filter).Select(network => new SendingAddress(filter, network, OutboundPool.Normal, filter.Host, []));

    private static IEnumerable<SendingAddress> All(Organization organization, Site site)
    {
        ImmutableArray<DomainName> ours = [.. organization.PublicDomains.Select(domain => domain.Name)];
        var pools = site.Pools;

        // Where the normal pool has no address of a family, the site's own one serves (docs/outbound.md).
        var normal = pools.Normal.Select(Single).Concat(Own(site)
            .Where(network => pools.Normal.All(address =>
                address.AddressFamily != network.BaseAddress.AddressFamily)));
        foreach (var network in normal)
        {
            yield return new SendingAddress(site, network, OutboundPool.Normal, site.Host, ours);
        }

        foreach (var address in pools.HighRisk.Except(pools.Normal))
        {
            yield return new SendingAddress(site, Single(address), OutboundPool.HighRisk, site.Host, ours);
        }

        // What others wrote and nothing proved: that it does not pass in our name is what the pool is for.
        foreach (var address in pools.Relay.Except(pools.Normal).Except(pools.HighRisk))
        {
            yield return new SendingAddress(site, Single(address), OutboundPool.Relay, site.Host, []);
        }
    }

    private static IPNetwork Single(IPAddress address) =>
        new(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);

    // RFC 5321 section 4.1.3: [192.0.2.1] or [IPv6:2001:db8::1].
    private static IPAddress? Literal(string host)
    {
        if (IsName(host))
        {
            return null;
        }

        var inner = host.Trim('[', ']');
        return IPAddress.TryParse(
            inner.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? inner[5..] : inner, out var address)
            ? address
            : null;
    }
}
