using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Rendering;

/// <summary>What must hold at a site whose platform we know nothing of, in plain words.</summary>
internal sealed class PlainList(
    Organization organization, RecipientTable recipients, SiteName name, Obstacles obstacles)
{
    private readonly Site here = organization[name];

    public RenderedFile Write()
    {
        var text = new StringBuilder($"What must hold at the site {name}, from the topology file.\n");
        var number = 0;
        foreach (var (what, why) in Statements())
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{++number}. {what}.\n   Because {why}.\n");
        }

        return new RenderedFile($"{name}.txt", text.ToString());
    }

    private IEnumerable<(string What, string Why)> Statements()
    {
        var routes = new SiteRoutes(new Snapshot(organization, recipients), name, obstacles);
        var incoming = organization.Connectors
            .Where(connector => connector.To == name && connector.Trust != Trust.Nobody).ToImmutableArray();
        var isFirst = organization.FirstInbound == name;
        yield return ($"It takes mail for {string.Join(", ", organization.Domains.Select(domain => domain.Name))} "
            + "and for no other domain", "these are the domains of the file");
        foreach (var connector in incoming)
        {
            yield return ($"It takes mail from {connector.From}, {Proof(connector)}",
                $"an arrow leads from {connector.From} to {name}");
        }

        yield return isFirst || incoming.Any(connector => !connector.Lock)
            ? ("It takes mail from the Internet for recipients that exist, and refuses all others in the session",
                "inbound leads there first, and a bounce to a forged sender would go to somebody else")
            : ($"It refuses everybody else at RCPT TO, before it looks up the recipient, as with \u00ab{Locked}\u00bb",
                "mail from the Internet comes in by the first arrow of inbound alone");
        var relaying = routes.Relaying.Select(connector => connector.From.Value).ToList();
        yield return relaying.Count == 0
            ? ("It sends nothing to other domains for others", "no arrow of outbound leads through it")
            : ($"It sends to other domains for {string.Join(" and ", relaying)} and for nobody else",
                "outbound leads through it");
        yield return routes.AsOwnMail().Targets is [{ Next: { } next }]
            ? next.IsInternet
                ? ("It sends its own mail for other domains by MX", organization.Flow.Outbound.Contains(new Place(name))
                    ? "it is the last site before the Internet" : "its notices have no other way")
                : ($"It sends everything for other domains, bounces included, to {HopOf(next.Site!.Value)}",
                    $"{next} is the next place of outbound")
            : ("It sends nothing to other domains", "it stands in no arrow of outbound");
        foreach (var connector in organization.Connectors.Where(connector => connector.From == name))
        {
            yield return (
                $"It hands mail for recipients there or behind to {HopOf(connector.To)}, with {Tls(connector)}",
                $"an arrow leads from {name} to {connector.To}");
        }

        yield return (string.Create(CultureInfo.InvariantCulture,
            $"It keeps mail for {here.Waits.TotalDays:0.##} days while a neighbour is down, and retries"),
            "an outage is no reason to bounce");
    }

    private static string Locked => ReplyTable.For(Reason.DoorLocked).ToString();

    private string Proof(Connector connector)
    {
        var from = organization[connector.From];
        return connector.IdentifyBy == IdentifyBy.Address
            ? $"known by its address {string.Join(" or ", from.Addresses)}"
            : connector.Certificate is { } certificate
                ? $"known by its certificate for {certificate}"
                : "known by its certificate of the organization's authority, with the URI "
                    + Attribution.Uri(organization.Name, connector.From);
    }

    private string HopOf(SiteName to)
    {
        var site = organization[to];
        return string.Create(CultureInfo.InvariantCulture, $"{to} ({site.Host}, port {site.Port})");
    }

    private static string Tls(Connector connector) => connector.Tls switch
    {
        TlsLevel.None => "no TLS",
        TlsLevel.Opportunistic => "TLS where it is offered",
        TlsLevel.Verified => "TLS, the other's certificate verified",
        _ => "TLS, certificates shown and verified on both sides",
    };
}
