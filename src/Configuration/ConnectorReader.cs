using System.Collections.Immutable;
using Causeway.Configuration.Yaml;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>
/// Derives a connector from each arrow between two sites, and reads <c>connectors</c>, which overrides them.
/// </summary>
internal sealed class ConnectorReader(
    Reading reading, ImmutableArray<AcceptedDomain> domains, ImmutableArray<Site> sites, MailFlow flow,
    bool flowIsWhole)
{
    private readonly FaultList faults = reading.Faults;
    private readonly SkipReader skips = new(reading.Faults, domains, sites, flow);

    public ImmutableArray<Connector> Read(Node? node)
    {
        var connectors = flow.SiteArrows.Select(Default).ToList();
        var written = new HashSet<(SiteName, SiteName)>();
        foreach (var item in Items(node))
        {
            if (Section.Open(item, "a connector", Keys.Connector, faults) is not { } section)
            {
                continue;
            }

            section.Require("from");
            section.Require("to");
            if (reading.Site(section, "from") is not { } from || reading.Site(section, "to") is not { } to)
            {
                continue;
            }

            var index = connectors.FindIndex(connector => connector.From == from && connector.To == to);
            // Where an arrow could not be read, it may be the one that is missing here.
            if (index < 0 && flowIsWhole)
            {
                var found = $"no arrow leads from '{from}' to '{to}'";
                faults.Add(section.Start, found, "write the arrow into 'mail-flow', or leave this connector out");
            }
            else if (!written.Add((from, to)))
            {
                var found = $"a second connector from '{from}' to '{to}'";
                faults.Add(section.Start, found, "write one connector for each arrow");
            }

            var connector = Override(section, index < 0 ? Default((from, to)) : connectors[index]);
            if (index >= 0)
            {
                connectors[index] = connector;
            }
        }

        return [.. connectors];
    }

    private List<Node> Items(Node? node)
    {
        switch (node)
        {
            case null:
                return [];
            case ListNode list:
                return [.. list.Items];
            case MapNode map:
                return [map];
            default:
                faults.Add(node.Start, $"'connectors' is {node.Description}", $"write '{Keys.Example("connectors")}'");
                return [];
        }
    }

    private Connector Default((SiteName From, SiteName To) arrow)
    {
        var from = sites.FirstOrDefault(site => site.Name == arrow.From);
        var to = sites.FirstOrDefault(site => site.Name == arrow.To);

        // Between our own programs the organization's CA identifies a site. Another program shows its public
        // certificate, and Exchange Online takes no private CA from anybody.
        var isPublic = from?.Platform != Platform.Causeway || to?.Platform == Platform.ExchangeOnline;
        return new Connector
        {
            From = arrow.From,
            To = arrow.To,
            Trust = from?.Kind == SiteKind.Filter ? Trust.Partner : Trust.OwnOrganization,
            Certificate = isPublic ? from?.Certificate : null,
            Skip = skips.Default(arrow.From, arrow.To),
        };
    }

    private Connector Override(Section section, Connector connector) => connector with
    {
        IdentifyBy = section.Choose("identify-by", Choices.IdentifyBy, connector.IdentifyBy),
        Certificate = section.Scalar("certificate") is { } certificate
            ? reading.Domain(certificate, "the certificate")?.Value
            : connector.Certificate,
        Trust = section.Choose("trust", Choices.Trust, connector.Trust),
        Lock = section.Choose("lock", Choices.Flag, connector.Lock),
        DeliverBy = section.Choose("deliver-by", Choices.DeliverBy, connector.DeliverBy),
        Tls = section.Choose("tls", Choices.Tls, connector.Tls),
        Skip = skips.Override(section, connector),
    };
}
