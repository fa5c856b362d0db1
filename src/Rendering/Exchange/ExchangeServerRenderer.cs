using System.Collections.Immutable;
using System.Globalization;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Rendering.Exchange;

/// <summary>
/// Turns a site into settings of Exchange Server: accepted domains, send and receive connectors, the lock.
/// </summary>
internal sealed class ExchangeServerRenderer(ExchangeSite site)
{
    private Organization Organization => site.Organization;

    private Site Here => site.Here;

    public ExchangeScript Script() => new(
        $"Exchange Server as the site {Here.Name}, from the topology file.",
        [
            "To apply it: run this script in the Exchange Management Shell of the server. Where an object of the name "
                + "exists, write Set- for New- and Identity for Name.",
        ],
        [
            new("Accepted domains", [.. Domains()]),
            new("The way out", [.. Send(), Queue(), Forwarding()]),
            new("Who may come in", [.. Receive(), .. Lock()]),
        ],
        [.. ByHand()]);

    private IEnumerable<Cmdlet> Domains()
    {
        var isFirst = true;
        foreach (var domain in Organization.Domains)
        {
            var type = site.TypeOf(domain);
            yield return Domain(domain.Name, type, type == DomainType.Authoritative
                ? "unknown recipients are refused"
                : $"unknown recipients go on to {domain.UnknownTo}");
            yield return new Cmdlet("Set-AcceptedDomain", $"{domain.Name}: what can only be set afterwards",
            [
                new("Identity", domain.Name.Value, "the name from above"),
                new("MatchSubDomains", domain.SubDomains,
                    domain.SubDomains ? "sub-domains: yes" : "sub-domains are not accepted with it"),
                .. isFirst
                    ? [new Argument("MakeDefault", true, "the first domain of the file")]
                    : Array.Empty<Argument>(),
            ]);
            isFirst = false;
        }

        foreach (var other in Organization.Sites.Where(other => other.RoutingDomain is not null))
        {
            var isOwn = other.Name == Here.Name;
            yield return Domain(
                other.RoutingDomain!.Value, isOwn ? DomainType.Authoritative : DomainType.InternalRelay, isOwn
                    ? "the site's own coexistence domain"
                    : $"remote mailboxes at {other.Name} have addresses there; authoritative, it would be a loop");
        }
    }

    private static Cmdlet Domain(DomainName name, DomainType type, string reason) => new(
        "New-AcceptedDomain", $"{name} is a domain of the organization",
        [
            new("Name", name.Value, "the domain itself"),
            new("DomainName", name.Value, "a domain of the file"),
            new("DomainType", ExchangeSite.DomainType(type), reason),
        ]);

    private IEnumerable<Cmdlet> Send()
    {
        foreach (var connector in site.Outgoing)
        {
            yield return Send(connector, Organization[connector.To]);
        }

        if (site.Outward is { IsInternet: true })
        {
            yield return new Cmdlet("New-SendConnector", "the last site of outbound sends to the Internet",
            [
                new("Name", $"Causeway: {Here.Name} to the Internet", "the arrow of outbound"),
                new("AddressSpaces", new PowerShellValue.List(["*"]), "every other domain"),
                new("DNSRoutingEnabled", true, "by MX"),
                new("Fqdn", Here.Certificate ?? Here.Host, "the name by which the server greets"),
            ]);
        }
    }

    private Cmdlet Send(Connector connector, Site to)
    {
        var byHost = connector.DeliverBy == DeliverBy.Host;
        List<Argument> arguments =
        [
            new("Name", site.Name(connector), $"the arrow from {connector.From} to {connector.To}"),
            new("AddressSpaces", new PowerShellValue.List(AddressSpaces(to)), site.Outward?.Site == to.Name
                ? $"everything for other domains goes to {to.Name}, the next place of outbound; nothing to the Internet"
                : $"what leads to {to.Name}"),
            new("DNSRoutingEnabled", !byHost, byHost ? "the next hop is named, not looked up" : "deliver-by: mx"),
        ];
        if (byHost)
        {
            arguments.Add(new(
                "SmartHosts", new PowerShellValue.List([site.SmartHost(to.Name)]), $"where {to.Name} is"));
            if (to.Port != 25)
            {
                arguments.Add(new("Port", new PowerShellValue.Number(to.Port), $"where {to.Name} listens"));
            }
        }

        arguments.Add(new("Fqdn", site.PublicName(connector, Here.Name),
            $"the server shows the certificate for this name, by which {to.Name} knows it"));
        if (connector.Tls >= TlsLevel.Verified)
        {
            arguments.Add(new("RequireTLS", true, "as the connector's tls: says"));
            arguments.Add(new("TlsAuthLevel", "DomainValidation", "the next hop must prove itself"));
            arguments.Add(new("TlsDomain", to.ProvesByOrganization
                ? to.Mx.Prepend(to.Host).First() : site.PublicName(connector, to.Name),
                $"the name in the certificate of {to.Name}"));
        }
        else if (connector.Tls == TlsLevel.None)
        {
            arguments.Add(new("IgnoreSTARTTLS", true, "the connector says tls: none"));
        }

        var isOnline = to.Platform == Platform.ExchangeOnline;
        arguments.Add(new("CloudServicesMailEnabled", isOnline, isOnline
            ? "internal mail stays marked as internal"
            : $"{to.Name} is no Exchange Online"));
        return new Cmdlet("New-SendConnector", $"mail to {to.Name}", [.. arguments]);
    }

    private ImmutableArray<string> AddressSpaces(Site to)
    {
        var internals = Organization.Flow.Internal.Where(arrow => arrow.From == Here.Name).ToList();
        var beyond = Organization.Sites.Where(other => other.RoutingDomain is not null && other.Name != Here.Name
            && (other.Name == to.Name || (internals.Count == 1 && internals[0].To == to.Name)));
        ImmutableArray<string> spaces =
        [
            .. site.Outward?.Site == to.Name ? ["*"] : Array.Empty<string>(),
            .. beyond.Select(other => other.RoutingDomain!.Value.Value),
            .. Organization.Domains.Where(domain => site.TypeOf(domain) == DomainType.InternalRelay
                && domain.UnknownTo == to.Name).Select(domain => domain.Name.Value),
        ];
        if (spaces.IsEmpty)
        {
            site.Obstacles.Add(
                $"mail from {Here.Name} to {to.Name} needs an address space, and nothing in the file leads there by "
                + $"domain; write routing-domain: for {to.Name}");
        }

        return spaces;
    }

    private Cmdlet Queue() => new("Set-TransportService", "how long mail waits for a neighbour that is down",
    [
        new("Identity", new PowerShellValue.ThisServer(), "this server"),
        new("MessageExpirationTimeout", Here.Waits.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture),
            $"waits: of {Here.Name}"),
    ]);

    private Cmdlet Forwarding() => new("Set-RemoteDomain", "whether mailboxes may forward to the outside by themselves",
    [
        new("Identity", "Default", "all other domains"),
        new("AutoForwardEnabled", Organization.ForwardingOutside,
            Organization.ForwardingOutside ? "forwarding: { outside: yes }" : "forwarding: { outside: no }"),
    ]);

    private IEnumerable<Cmdlet> Receive()
    {
        foreach (var connector in site.Incoming)
        {
            var from = Organization[connector.From];
            if (ComesByDefault(from))
            {
                yield return new Cmdlet("Set-ReceiveConnector",
                    $"mail from {from.Name}, whose addresses are not in the file: by the connector of the installation",
                    [DefaultFrontend(), Capabilities(connector)]);
                continue;
            }

            if (from.Addresses.IsEmpty)
            {
                site.Obstacles.Add(
                    $"Exchange Server knows {from.Name} by its address, and the file has none; "
                    + $"write addresses: for {from.Name}");
            }

            yield return Receive(connector, from);
        }
    }

    // Exchange Online sends from ranges that move.
    private static bool ComesByDefault(Site from) =>
        from.Platform == Platform.ExchangeOnline && from.Addresses.IsEmpty;

    private Cmdlet Receive(Connector connector, Site from)
    {
        var relays = site.Relaying.Contains(connector);
        var isOnline = from.Platform == Platform.ExchangeOnline;
        List<Argument> arguments =
        [
            new("Name", site.Name(connector), $"the arrow from {connector.From} to {connector.To}"),
            new("Usage", "Custom", "nothing but what stands here"),
            new("TransportRole", "FrontendTransport", "the service that takes mail from outside"),
            new("Bindings", new PowerShellValue.List(Here.Listen.IsEmpty
                ? ["0.0.0.0:25"] : [.. Here.Listen.Select(point => point.ToString())]), "where the site listens"),
            new("RemoteIPRanges", new PowerShellValue.List(ExchangeSite.Addresses(from.Addresses)),
                $"{from.Name} and nobody else comes by this connector"),
            new("Fqdn", Here.Certificate ?? Here.Host, "the certificate for this name is shown"),
            new("RequireTLS", connector.Tls >= TlsLevel.Verified, "as the connector's tls: says"),
            new("AuthMechanism", new PowerShellValue.List(relays ? ["Tls", "ExternalAuthoritative"] : ["Tls"]),
                relays ? "its address is believed, and TLS protects the way" : "TLS protects the way; no passwords"),
            new("PermissionGroups",
                new PowerShellValue.List(relays ? ["AnonymousUsers", "ExchangeServers"] : ["AnonymousUsers"]), relays
                    ? $"mail for other domains goes from {from.Name} through this site as well"
                    : "for recipients of ours, no relay"),
        ];
        if (isOnline)
        {
            arguments.Add(Capabilities(connector));
        }

        return new Cmdlet("New-ReceiveConnector", $"mail from {from.Name}", [.. arguments]);
    }

    private Argument Capabilities(Connector connector) => new(
        "TlsDomainCapabilities",
        new PowerShellValue.List([$"{site.PublicName(connector, connector.From)}:AcceptCloudServicesMail"]),
        "mail under the certificate of Exchange Online keeps its marks of internal mail");

    private IEnumerable<Cmdlet> Lock()
    {
        // Where a neighbour comes by the connector that strangers find, nothing here can tell them apart.
        if (site.IsLocked && !site.Incoming.Any(connector => ComesByDefault(Organization[connector.From])))
        {
            yield return new Cmdlet("Set-ReceiveConnector", "the lock: strangers get no answer but a refusal",
            [
                DefaultFrontend(),
                new("PermissionGroups",
                    new PowerShellValue.List(["ExchangeUsers", "ExchangeServers", "ExchangeLegacyServers"]),
                    "everybody but AnonymousUsers, by whom mail from the Internet would come in"),
            ]);
        }
    }

    private static Argument DefaultFrontend() => new(
        "Identity", new PowerShellValue.ThisServer("{0}\\Default Frontend {0}"), "the connector of the installation");

    private IEnumerable<string> ByHand()
    {
        yield return $"the certificate for {Here.Certificate ?? Here.Host} is enabled for SMTP "
            + "(Enable-ExchangeCertificate)";
        yield return "no other send connector may be enabled for the address space * (Get-SendConnector)";
        foreach (var peer in site.Outgoing.Select(connector => Organization[connector.To])
            .Where(peer => peer.ProvesByOrganization))
        {
            yield return $"the organization's authority, by which {peer.Name} proves itself (the second certificate in "
                + "any site's identity), is among the trusted roots of the computer";
        }

        foreach (var peer in site.Incoming.Select(connector => Organization[connector.From])
            .Where(peer => peer.Platform == Platform.ExchangeOnline))
        {
            yield return $"the lock: {peer.Name} comes by a certificate that all customers of Exchange Online share. "
                + "Let the firewall admit to port 25 the addresses of Exchange Online alone, and a transport rule "
                + "refuse what comes from them without X-OriginatorOrg of this organization";
        }

        foreach (var to in site.Outgoing.Select(connector => Organization[connector.To])
            .Where(peer => peer.RoutingDomain is not null))
        {
            yield return $"recipients whose mailbox is at {to.Name} are remote mailboxes with an address in "
                + $"{to.RoutingDomain}";
        }
    }
}
