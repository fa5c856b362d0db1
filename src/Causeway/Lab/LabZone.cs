using System.Globalization;
using System.Net;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;

namespace Causeway.Lab;

/// <summary>
/// The records of the lab's Internet: five organizations' zones, strangers with PTRs, and a block list.
/// </summary>
internal static class LabZone
{
    private const int Ttl = 60;

    private static readonly string[] Apexes =
    [
        "contoso.example", "fabrikam.example", "woodgrove.example", "filter.example", "cloud.example", "lab.example",
        "0.0.127.in-addr.arpa",
    ];

    public static IEnumerable<DomainName> Zones => Apexes.Select(DomainName.Parse);

    public static IReadOnlyList<DnsRecordBase> Records() => [.. Hosts().Concat(Mail()).Concat(Strangers())];

    public static SoaRecord Authority(DomainName zone) => new(
        zone, Ttl, DomainName.Parse("ns.lab.example"), DomainName.Parse("hostmaster.lab.example"), 1, 3600, 600, 86400,
        Ttl);

    private static IEnumerable<DnsRecordBase> Hosts()
    {
        (string Name, IPAddress Address)[] hosts =
        [
            ("mx.filter.example", LabHosts.Filter),
            ("contoso-example.mail.cloud.example", LabHosts.Cloud),
            ("mail.contoso.example", LabHosts.Office),
            ("mx.fabrikam.example", LabHosts.Internet),
            ("mx.woodgrove.example", LabHosts.Woodgrove),
            ("ns.lab.example", LabHosts.Dns.Address),
        ];
        return hosts.SelectMany(host => Host(host.Name, host.Address));
    }

    private static IEnumerable<DnsRecordBase> Mail() =>
    [
        .. Domain("contoso.example", "mx.filter.example", $"v=spf1 ip4:{LabHosts.Cloud} -all"),
        .. Domain("fabrikam.example", "mx.fabrikam.example", $"v=spf1 ip4:{LabHosts.Internet} -all"),
        .. Domain("woodgrove.example", "mx.woodgrove.example", $"v=spf1 ip4:{LabHosts.Woodgrove} -all"),
        .. Domain("contoso.mail.cloud.example", "contoso-example.mail.cloud.example", "v=spf1 -all"),
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

    private static IEnumerable<DnsRecordBase> Domain(string name, string mx, string spf) =>
    [
        new MxRecord(DomainName.Parse(name), Ttl, 10, DomainName.Parse(mx)),
        new TxtRecord(DomainName.Parse(name), Ttl, spf),
    ];
}
