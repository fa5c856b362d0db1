using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;
using Causeway.Core.Publishing;
using Causeway.Core.Topology;
using Causeway.Transport;
using RecordType = Causeway.Core.Publishing.RecordType;

namespace Causeway.Lab;

/// <summary>
/// The records of the lab's Internet: what the organizations publish, a domain that is left free, strangers with PTRs,
/// and a block list.
/// </summary>
internal sealed class LabZone
{
    private const int Ttl = 60;

    public LabZone(IReadOnlyList<Organization> organizations)
    {
        // A host of the file and one of the plan are one record: a name has each address once.
        Records =
        [
            .. organizations.SelectMany(Hosts), .. organizations.SelectMany(Planned), .. Free(), .. Strangers(),
        ];
        Records = [.. Records.DistinctBy(record => record.ToString())];
        Apexes = [.. Records.Select(record => Apex(record.Name)).Distinct()];
    }

    public ImmutableArray<DnsRecordBase> Records { get; }

    private ImmutableArray<DomainName> Apexes { get; }

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

    // What `dns records --minimal --dmarc reject` lists; and that the coexistence domain has a way in, which is shut.
    private static IEnumerable<DnsRecordBase> Planned(Organization organization) =>
        Planner.Plan(organization, PlanOptions.Default with { Minimal = true, Dmarc = DmarcStage.Reject }).Records
            .Where(record => record.Weight != RecordWeight.Prepared).Select(Record)
            .Concat(organization.Sites.Where(site => !HostNames.TryAddress(site.Host, out _))
                .SelectMany(site => site.RoutingDomain is { } routing ? Exchanges(routing.Value, [site.Host]) : []));

    private static DnsRecordBase Record(WantedRecord record)
    {
        var name = DomainName.Parse(record.Name);
        switch (record.Type)
        {
            case RecordType.A:
                return new ARecord(name, Ttl, IPAddress.Parse(record.Value));
            case RecordType.Aaaa:
                return new AaaaRecord(name, Ttl, IPAddress.Parse(record.Value));
            case RecordType.Mx:
                var parts = record.Value.Split(' ');
                return new MxRecord(name, Ttl, ushort.Parse(parts[0], CultureInfo.InvariantCulture),
                    DomainName.Parse(parts[1]));
            case RecordType.Cname:
                return new CNameRecord(name, Ttl, DomainName.Parse(record.Value));
            case RecordType.Reverse:
                return new PtrRecord(name, Ttl, DomainName.Parse(record.Value));
            case RecordType.Txt:
                return new TxtRecord(name, Ttl, record.Value.Chunk(SpfText.LongestString)
                    .Select(part => new string(part)));
            default:
                throw new UnreachableException();
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
        [.. Exchanges(name, mx), new TxtRecord(DomainName.Parse(name), Ttl, spf)];

    private static IEnumerable<DnsRecordBase> Exchanges(string name, IEnumerable<string> hosts) =>
        hosts.Select((host, index) => new MxRecord(
            DomainName.Parse(name), Ttl, (ushort)(10 * (index + 1)), DomainName.Parse(host)));
}
