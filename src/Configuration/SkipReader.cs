using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Causeway.Configuration.Yaml;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>Reads <c>skip</c> and <c>skip-for</c> of a connector, and knows what holds without them.</summary>
internal sealed class SkipReader(
    FaultList faults, ImmutableArray<AcceptedDomain> domains, ImmutableArray<Site> sites, MailFlow flow)
{
    private static readonly ImmutableArray<IPNetwork> Private =
    [
        .. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7" }.Select(text => IPNetwork.Parse(text)),
    ];

    /// <summary>
    /// Behind a filter that is not ours, or at a site that is not: the last address, and all that are known of the
    /// sites before. A Causeway tells the next one by itself who sent.
    /// </summary>
    public Skip Default(SiteName from, SiteName to)
    {
        var before = Before(to);
        var needed = IsForeign(to) || (IsForeign(from) && Find(from)?.Kind == SiteKind.Filter);
        return needed && LeadsInward(from, to) && (IsForeign(to) || !LeadsOutward(from, to))
            && before.Any(site => site.Kind == SiteKind.Filter)
            ? Skip.LastAddress with { Addresses = [.. before.SelectMany(site => site.Addresses).Distinct()] }
            : Skip.None;
    }

    public Skip Override(Section section, Connector connector)
    {
        var skip = section.Scalars("skip") is { } items ? ReadSkip(section, items) : connector.Skip;
        if (!skip.IsNone && section.Find("skip") is { } node && FoundAgainst(connector) is { } found)
        {
            faults.Add(node.Start, $"'skip' stands in the connector from '{connector.From}', {found}",
                "leave 'skip' out");
        }

        if (section.Scalars("skip-for") is not { } recipients)
        {
            return skip;
        }

        if (skip.IsNone)
        {
            faults.Add(section.Find("skip-for")!.Start, "'skip-for' stands where nothing is skipped",
                "write 'skip: last' beside it, or leave it out");
        }

        return skip with { OnlyFor = ReadRecipients(section, recipients) };
    }

    // Without the arrow the connector has its fault already.
    private string? FoundAgainst(Connector connector) =>
        !IsForeign(connector.From) && !IsForeign(connector.To) ? "a Causeway, which says itself who sent"
        : flow.HasArrow(connector.From, connector.To) && !LeadsInward(connector.From, connector.To)
            ? "over which 'inbound' does not lead, or not once: own mail would be judged as a stranger's"
        : null;

    // The reference system does not do it where mail passes the site twice, nor for hybrid servers of its own.
    private bool LeadsInward(SiteName from, SiteName to)
    {
        var at = flow.Inbound.IndexOf(new Place(to));
        return at > 0 && flow.Inbound[at - 1].Site == from && flow.Inbound.Count(place => place.Site == to) == 1;
    }

    // Own mail comes by the same arrow, and nothing in it says so; Exchange Online knows its own by other signs.
    private bool LeadsOutward(SiteName from, SiteName to) => flow.Outbound.Zip(flow.Outbound.Skip(1))
        .Any(arrow => arrow.First.Site == from && arrow.Second.Site == to);

    private IEnumerable<Site> Before(SiteName site) => flow.Inbound.TakeWhile(place => place.Site != site)
        .Select(place => place.Site is { } name ? Find(name) : null).OfType<Site>();

    private Site? Find(SiteName name) => sites.FirstOrDefault(site => site.Name == name);

    private bool IsForeign(SiteName name) => Find(name) is { Platform: not Platform.Causeway };

    private Skip ReadSkip(Section section, IReadOnlyList<ScalarNode> items)
    {
        if (items is [{ Value: "last" }] or [{ Value: "none" }])
        {
            return items[0].Value == "last" ? Skip.LastAddress : Skip.None;
        }

        var networks = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (var item in items)
        {
            if (!item.Value.AsSpan().ContainsAny(".:"))
            {
                section.Wrong(item, "skip", "write last, none, or addresses, as [192.0.2.10, 203.0.113.0/24]");
            }
            else if (NetworkText.Read(item, "the address", faults) is not { } network)
            {
                continue;
            }
            else if (Private.Any(range => range.Contains(network.BaseAddress)))
            {
                faults.Add(item.Start, $"the address {Words.Quote(item.Value)} is private",
                    "leave it out: private addresses are skipped without being listed");
            }
            else
            {
                networks.Add(network);
            }
        }

        return new Skip { Addresses = networks.ToImmutable() };
    }

    private ImmutableArray<EmailAddress> ReadRecipients(Section section, IReadOnlyList<ScalarNode> items)
    {
        var recipients = ImmutableArray.CreateBuilder<EmailAddress>();
        foreach (var item in items)
        {
            if (!EmailAddress.TryParse(item.Value, out var address))
            {
                section.Wrong(item, "skip-for", $"write '{Keys.Example("skip-for")}'");
            }
            else if (!domains.Any(domain => domain.Covers(address.Domain))
                && !sites.Any(site => site.RoutingDomain == address.Domain))
            {
                faults.Add(item.Start, $"{Words.Quote(item.Value)} of 'skip-for' is in no domain of the organization",
                    "write addresses of recipients who are yours");
            }
            else
            {
                recipients.Add(address);
            }
        }

        return recipients.ToImmutable();
    }
}
