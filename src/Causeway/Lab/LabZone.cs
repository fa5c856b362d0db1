using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;
using Causeway.Core.Publishing;
using Causeway.Core.Topology;
using Causeway.Transport;

namespace Causeway.Lab;

/// <summary>
/// The records of the lab's Internet: what the organizations publish, a domain that is left free, strangers with PTRs,
/// and a block list.
/// </summary>
internal sealed class LabZone
{
    private const int Ttl = 60;

    /// <param name="outside">The site that plays the Internet's mail server.</param>
    /// <param name="texts">The records of the organizations' DKIM keys, and the proofs of their domains.</param>
    public LabZone(
        IReadOnlyList<Organization> organizations, SiteName outside, LabList list,
        IEnumerable<(string Name, string Value)> texts)
    {
        // A host of the file may be one of the plan too.
        DnsRecordBase[] all =
        [
            .. organizations.SelectMany(Hosts), .. organizations.SelectMany(one => Mail(one, outside)), .. Free(),
            .. Strangers(), .. Senders(list), .. texts.Select(text => Text(text.Name, text.Value)),
        ];
        Records = [.. all.DistinctBy(record => record.ToString())];
        Apexes = [.. Records.Select(record => Apex(record.Name)).Distinct()];
    }

    public ImmutableArray<DnsRecordBase> Records { get; }

    private ImmutableArray<DomainName> Apexes { get; }

    /// <summary>
    /// The zone in which a name lies: the root's where no other is, since this is the lab's whole DNS.
    /// </summary>
    public DomainName ApexOf(DomainName name) =>
        Apexes.FirstOrDefault(apex => name == apex || name.IsSubDomainOf(apex)) ?? DomainName.Root;

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

    // RFC 9989: who sends in a domain's name must be able to show it. In the name of the outside's domains the lab's
    // strangers write from everywhere, as the Internet does where nobody asked for better. The coexistence domain has a
    // way in, which is shut.
    private static IEnumerable<DnsRecordBase> Mail(Organization organization, SiteName outside)
    {
        var isOutside = organization.Sites.Any(site => site.Name == outside);
        return PlannedZone.Of(organization, isOutside ? DmarcStage.None : DmarcStage.Reject, Ttl)
            .Concat(organization.Sites.Where(site => !HostNames.TryAddress(site.Host, out _))
                .SelectMany(site => site.RoutingDomain is { } routing ? Exchanges(routing.Value, [site.Host]) : []));
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

    // A domain that wants mail in its name refused unless it comes from one address, and a list that passes it on.
    private static IEnumerable<DnsRecordBase> Senders(LabList list) =>
    [
        .. Domain(LabHosts.Bank, ["ns.lab.example"], $"v=spf1 ip4:{LabHosts.Numbered(104)} -all"),
        new TxtRecord(DomainName.Parse($"_dmarc.{LabHosts.Bank}"), Ttl, "v=DMARC1; p=reject"),
        .. Domain(LabList.Domain, ["ns.lab.example"], $"v=spf1 ip4:{LabList.Address} -all"),
        Text(list.Key.RecordName, list.Key.Record),
    ];

    // RFC 1035 section 3.3: a character-string has at most 255 octets; readers join them (RFC 6376 section 3.6.2.2).
    public static TxtRecord Text(string name, string text) =>
        new(DomainName.Parse(name), Ttl, text.Chunk(255).Select(part => new string(part)));

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
