using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Causeway.Core.Topology;

namespace Causeway.Rendering;

/// <summary>
/// The rule of nftables for the machine of a site that hands everything to its neighbours: port 25 leads to them and to
/// nobody else, whatever a program there wants.
/// </summary>
internal static class FirewallRules
{
    /// <summary>Null where the site may send to the Internet, or what there is to know stands in an obstacle.</summary>
    public static RenderedFile? Of(Organization organization, Site here, Obstacles obstacles)
    {
        if (organization.SendsToInternet(here))
        {
            return null;
        }

        var neighbours = organization.Connectors.Where(connector => connector.From == here.Name)
            .Select(connector => organization[connector.To]).DistinctBy(site => site.Name).ToImmutableArray();
        var unknown = neighbours.Where(site => !Networks(site).Any()).ToList();
        unknown.ForEach(site => obstacles.Add(
            $"the firewall of {here.Name} has to know the addresses of {site.Name}; write addresses: at {site.Name}"));
        return unknown.Count == 0 ? new RenderedFile($"{here.Name}.nft", Text(here, neighbours)) : null;
    }

    private static string Text(Site here, ImmutableArray<Site> neighbours)
    {
        // A name of nftables has no hyphens.
        var table = $"causeway_{here.Name.Value.Replace('-', '_')}";
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $$"""
            # Port 25 leads from the site {{here.Name}} to its neighbours and to nobody else, from the topology file.
            # Try it with `nft -c -f {{here.Name}}.nft`, load it with `nft -f`; each loading replaces the one before.
            table inet {{table}}
            delete table inet {{table}}
            table inet {{table}} {
                chain out {
                    type filter hook output priority filter; policy accept;
                    oifname "lo" accept

            """);
        foreach (var site in neighbours)
        {
            Accept(text, "ip", site, AddressFamily.InterNetwork);
            Accept(text, "ip6", site, AddressFamily.InterNetworkV6);
        }

        return text.Append("""
                    tcp dport 25 counter log prefix "causeway direct-leak: " reject with tcp reset
                }
            }

            """).ToString();
    }

    private static void Accept(StringBuilder text, string protocol, Site site, AddressFamily family)
    {
        var networks = Networks(site).Where(network => network.BaseAddress.AddressFamily == family)
            .Select(network => network.IsSingle() ? $"{network.BaseAddress}" : $"{network}").Distinct().ToList();
        if (networks.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"        tcp dport 25 {protocol} daddr {{ {string.Join(", ", networks)} }} counter accept "
                + $"comment \"{site.Name}\"\n");
        }
    }

    private static IEnumerable<IPNetwork> Networks(Site site) =>
        site.Addresses.Concat(Literal(site.Host) is { } address ? [new IPNetwork(address, Bits(address))] : []);

    private static int Bits(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? 128 : 32;

    // RFC 5321 section 4.1.3: a host may be an address in brackets.
    private static IPAddress? Literal(string host) =>
        host.StartsWith('[') && IPAddress.TryParse(
            host.Trim('[', ']').Replace("IPv6:", "", StringComparison.OrdinalIgnoreCase), out var address)
            ? address : null;
}
