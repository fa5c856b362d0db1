using System.Collections.Immutable;
using System.Net;
using Causeway.Configuration.Yaml;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>Reads <c>pools</c> of a site: the addresses from which it sends to the Internet.</summary>
internal sealed class PoolReader(FaultList faults)
{
    private readonly Dictionary<IPAddress, string> pools = [];

    public OutboundPools Read(Section site, string what)
    {
        if (site.Find("pools") is not { } node
            || Section.Open(node, $"the pools of {what}", Keys.Pools, faults) is not { } section)
        {
            return OutboundPools.None;
        }

        return new OutboundPools
        {
            Normal = ReadPool(section, "normal"),
            HighRisk = ReadPool(section, "high-risk"),
            Relay = ReadPool(section, "relay"),
        };
    }

    /// <summary>A site that hands everything to another needs no pools: they would never be used.</summary>
    public static void Check(Organization organization, IReadOnlyDictionary<SiteName, int> starts, FaultList faults)
    {
        foreach (var site in organization.Sites.Where(site => !organization.SendsToInternet(site)))
        {
            if (starts.TryGetValue(site.Name, out var start))
            {
                faults.Add(
                    start, $"site '{site.Name}' has 'pools' and sends nothing to the Internet",
                    "write them at the last site of outbound");
            }
        }
    }

    private ImmutableArray<IPAddress> ReadPool(Section section, string pool)
    {
        var addresses = ImmutableArray.CreateBuilder<IPAddress>();
        foreach (var scalar in section.Scalars(pool) ?? [])
        {
            if (!AddressText.TryParse(scalar.Value, out var address))
            {
                faults.Add(
                    scalar.Start, $"the address {Words.Quote(scalar.Value)} of pool '{pool}' is no single address",
                    "write addresses of this site, as 192.0.2.20 or 2001:db8::20");
            }
            else if (!pools.TryAdd(address, pool))
            {
                faults.Add(
                    scalar.Start, $"the address {Words.Quote(scalar.Value)} is in pool '{pools[address]}' already",
                    "write each address in one pool");
            }
            else
            {
                addresses.Add(address);
            }
        }

        return addresses.ToImmutable();
    }
}
