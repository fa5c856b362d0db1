using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;
using Causeway.Core.Topology;
using Causeway.Transport;
using Causeway.Transport.Domains;

namespace Causeway.Lab;

/// <summary>
/// The records of the lab's Internet: what the organizations publish, a domain that is left free, strangers with PTRs,
/// and a block list.
/// </summary>
internal sealed class LabZone
{
    private const int Ttl = 60;

    /// <param name="tokens">Those that are published from the beginning.</param>
    public LabZone(IReadOnlyList<Organization> organizations, IEnumerable<DomainToken> tokens)
    {
        Records =
        [
            .. organizations.SelectMany(Hosts), .. organizations.SelectMany(Mail), .. tokens.Select(Proof),
            .. Free(), .. Strangers(),
        ];
        Apexes = [.. Records.Select(record => Apex(record.Name)).Distinct()];
    }

    public ImmutableArray<DnsRecordBase> Records { get; }

    private ImmutableArray<DomainName> Apexes { get; }

    /// <summary>The record by which the owner of a domain says whose it is.</summary>
    public static TxtRecord Proof(DomainToken token) =>
        new(DomainName.Parse(token.Domain.Value), Ttl, token.Text);

    /// <summary>The zone in which a name lies; null for a name of which this server knows nothing.</summary>
    public DomainName? ApexOf(DomainName name) =>
        Apexes.FirstOrDefault(apex => name == apex || name.IsSubDomainOf(apex));

    public static SoaRecord Authority(DomainName zone) => new(
        zone, Ttl, DomainName.Parse("ns.lab.example"), DomainName.Parse("hostmaster.lab.example"), 1, 3600, 600, 86400,
        Ttl);

    // Zones are cut below the last two labels, and for PTRs at the network of the lab.
    private static DomainName Apex(DomainName name)
    {
        var reverse = DomainName.Parse("0.0.127.in-addr.arpa");
        return name.IsSubDomainOf(reverse) ? reverse : name.GetParentName(Math.Max(0, name.LabelCount - 2));
    }

    private static IEnumerable<DnsRecordBase> Hosts(Organization organization) => organization.Sites.SelectMany(site =>
        site.Mx.Prepend(site.Host).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(name => !HostNames.TryAddress(name, out _))
            .SelectMany(name => Host(name, site.Listen[0].Address)));

    private static IEnumerable<DnsRecordBase> Mail(Organization organization)
    {
        // Who sends to the Internet, and nobody else.
        var senders = organization.Flow.Outbound.Length > 1 && organization.Flow.Outbound[^2].Site is { } last
            ? $" ip4:{organization[last].Listen[0].Address}"
            : "";
        var names = organization.FirstInbound is { } first ? organization[first].Mx : [];
        foreach (var domain in organization.Domains.Where(domain => organization.RoutedBy(domain.Name) is null))
        {
            foreach (var record in Domain(domain.Name.Value, names, $"v=spf1{senders} -all"))
            {
                yield return record;
            }

            // RFC 9989: who sends in a domain's name must be able to show it.
            yield return new TxtRecord(DomainName.Parse($"_dmarc.{domain.Name}"), Ttl, "v=DMARC1; p=reject");
        }

        foreach (var site in organization.Sites)
        {
            if (site.RoutingDomain is { } routing && !HostNames.TryAddress(site.Host, out _))
            {
                foreach (var record in Domain(routing.Value, [site.Host], "v=spf1 -all"))
                {
                    yield return record;
                }
            }
        }
    }

    private static IEnumerable<DnsRecordBase> Free() =>
    [
        .. Host("ns.lab.example", LabHosts.Dns.Address),
        .. Host("mx.woodgrove.example", LabHosts.Woodgrove),
        .. Domain("woodgrove.example", ["mx.woodgrove.example"], $"v=spf1 ip4:{LabHosts.Woodgrove} -all"),
    ];

    private static IEnumerable<DnsRecordBase> Strangers()
    {
        for (var number = LabHosts.FirstStranger; number <= LabHosts.LastStranger; number++)
        {
            if (number == LabHosts.Woodgrove.GetAddressBytes()[3])
            {
                continue;
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"s{number}.lab.example");
            foreach (var record in Host(name, LabHosts.Numbered(number)))
            {
                yield return record;
            }

            yield return new TxtRecord(DomainName.Parse(name), Ttl, "v=spf1 a -all");
            if (number > LabHosts.LastGoodStranger)
            {
                // RFC 5782 section 2.1: the octets of a listed address, reversed, below the list's name.
                var listed = string.Create(CultureInfo.InvariantCulture, $"{number}.0.0.127.bl.lab.example");
                yield return new ARecord(DomainName.Parse(listed), Ttl, IPAddress.Parse("127.0.0.2"));
            }
        }
    }

    private static IEnumerable<DnsRecordBase> Host(string name, IPAddress address) =>
    [
        new ARecord(DomainName.Parse(name), Ttl, address),
        new PtrRecord(address.GetReverseLookupDomain(), Ttl, DomainName.Parse(name)),
    ];

    private static IEnumerable<DnsRecordBase> Domain(string name, IEnumerable<string> mx, string spf) =>
    [
        .. mx.Select((host, index) => new MxRecord(
            DomainName.Parse(name), Ttl, (ushort)(10 * (index + 1)), DomainName.Parse(host))),
        new TxtRecord(DomainName.Parse(name), Ttl, spf),
    ];
}
