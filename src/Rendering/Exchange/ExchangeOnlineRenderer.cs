using System.Collections.Immutable;
using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Rendering.Exchange;

/// <summary>
/// Turns a site into settings of Exchange Online: accepted domains, connectors, enhanced filtering and the lock.
/// </summary>
internal sealed class ExchangeOnlineRenderer(ExchangeSite site)
{
    private const string RequireTls = "RequireTls";

    private Organization Organization => site.Organization;

    private Site Here => site.Here;

    public ExchangeScript Script()
    {
        if (Here.Waits > TimeSpan.FromDays(1))
        {
            site.Obstacles.Add(
                $"{Here.Name} waits: {Here.Waits.TotalDays:0.#}d, and Exchange Online keeps mail for one day, which "
                + "cannot be set; write waits: 1d");
        }

        return new ExchangeScript(
            $"Exchange Online as the site {Here.Name}, from the topology file.",
            [
                "To apply it: Connect-ExchangeOnline, then run this script. Where a connector of the name exists, "
                    + "write Set- for New- and Identity for Name. To compare later:",
                "  @{ InboundConnectors = @(Get-InboundConnector); OutboundConnectors = @(Get-OutboundConnector);",
                "     AcceptedDomains = @(Get-AcceptedDomain); OrganizationConfig = Get-OrganizationConfig;",
                "     OutboundSpamPolicies = @(Get-HostedOutboundSpamFilterPolicy) } |",
                "    ConvertTo-Json -Depth 4 > exchange-online.json",
            ],
            [
                new("Accepted domains", [.. Organization.Domains.Select(AcceptedDomain)]),
                new("Who may come in", [.. Inbound(), .. DirectSend()]),
                new("The way out", [.. Outbound(), Forwarding()]),
            ],
            [.. ByHand()]);
    }

    private Cmdlet AcceptedDomain(AcceptedDomain domain)
    {
        var type = site.TypeOf(domain);
        if (domain.SubDomains && type == DomainType.Authoritative)
        {
            site.Obstacles.Add(
                $"the domain {domain.Name} says sub-domains: yes, which Exchange Online does for internal-relay "
                + "domains only; write type: internal-relay, or each sub-domain as a domain of its own");
        }

        var reason = $"{domain.Name}: first add it in the admin center and prove that it is yours";
        return new Cmdlet("Set-AcceptedDomain", reason,
        [
            new("Identity", domain.Name.Value, "a domain of the file"),
            new("DomainType", ExchangeSite.DomainType(type), type == DomainType.Authoritative
                ? "unknown recipients are refused in session"
                : $"unknown recipients go on to {domain.UnknownTo}"),
            new("MatchSubDomains", domain.SubDomains,
                domain.SubDomains ? "sub-domains: yes" : "sub-domains are not accepted with it"),
        ]);
    }

    private IEnumerable<Cmdlet> Inbound()
    {
        var before = site.Before.LastOrDefault();
        foreach (var connector in site.Incoming)
        {
            var from = Organization[connector.From];
            var isBefore = from.Name == before?.Name;
            if (connector.Trust == Trust.OwnOrganization)
            {
                yield return OnPremises(connector, from, isBefore);
            }

            // An OnPremises connector grants rights and locks nothing; the lock is a Partner connector of its own.
            if (connector.Trust == Trust.Partner || (isBefore && site.IsLocked))
            {
                yield return Partner(connector, from, isBefore && connector.Trust == Trust.Partner);
            }
        }
    }

    private Cmdlet Partner(Connector connector, Site from, bool filters)
    {
        var isLock = connector.Lock && site.IsLocked;
        var isPartner = connector.Trust == Trust.Partner;
        var name = isPartner ? site.Name(connector) : site.Name(connector, " (lock)");
        List<Argument> arguments =
        [
            new("Name", name, "by this name `causeway import` finds it again"),
            new("ConnectorType", "Partner", isPartner
                ? $"from {from.Name} comes mail for our domains, and nothing else"
                : "only this type locks; the rights come by the connector above"),
            new("SenderDomains", new PowerShellValue.List(["*"]), "whoever the sender is"),
            new(RequireTls, connector.Tls >= TlsLevel.Verified, "as the connector's tls: says"),
        ];
        if (connector.IdentifyBy == IdentifyBy.Certificate)
        {
            arguments.Add(new("TlsSenderCertificateName", site.PublicName(connector, from.Name),
                $"the certificate by which {from.Name} proves itself; Exchange Online takes no private authority"));
            arguments.Add(new("RestrictDomainsToCertificate", isLock, Lock(isLock)));
        }
        else
        {
            arguments.Add(new("SenderIPAddresses", Addresses(from),
                $"the addresses of {from.Name}"));
            arguments.Add(new("RestrictDomainsToIPAddresses", isLock, Lock(isLock)));
        }

        if (filters)
        {
            arguments.AddRange(EnhancedFiltering(connector.Skip));
        }

        var reason = isLock ? $"mail from {from.Name}, and the lock" : $"mail from {from.Name}";
        return new Cmdlet("New-InboundConnector", reason, [.. arguments]);
    }

    private static string Lock(bool isLock) => isLock
        ? "the lock: mail from the Internet that does not come this way is refused with 550 5.7.51"
        : "the file says lock: no, or leads mail from the Internet to this site";

    private Cmdlet OnPremises(Connector connector, Site from, bool isBefore)
    {
        var isExchange = from.Platform == Platform.ExchangeServer;
        List<Argument> arguments =
        [
            new("Name", site.Name(connector), "by this name `causeway import` finds it again"),
            new("ConnectorType", "OnPremises",
                $"a site of the organization: {from.Name} may send to other domains, and its mail is internal"),
            new("SenderDomains", new PowerShellValue.List(["*"]), "forwards and bounces have other senders than ours"),
            new(RequireTls, connector.Tls >= TlsLevel.Verified, "as the connector's tls: says"),
            new("CloudServicesMailEnabled", isExchange, isExchange
                ? "an Exchange on the other side marks internal mail"
                : "the other side is no Exchange: what it claims in a header is not believed"),
        ];
        if (connector.IdentifyBy == IdentifyBy.Certificate)
        {
            var name = site.PublicName(connector, from.Name);
            arguments.Add(new("TlsSenderCertificateName", name, $"the certificate by which {from.Name} proves itself: "
                + "only a certificate lets mail without a sender of ours pass, bounces and forwards"));
            if (!isExchange)
            {
                arguments.Add(new("TreatMessagesAsInternal", true,
                    "mail between the sites is never judged as spam; the certificate says that it is ours"));
            }

            CheckName(name, from);
        }
        else
        {
            arguments.Add(new("SenderIPAddresses", Addresses(from),
                $"the addresses of {from.Name}; bounces and forwards do not pass by address alone"));
        }

        if (isBefore)
        {
            arguments.AddRange(EnhancedFiltering(connector.Skip));
        }

        return new Cmdlet("New-InboundConnector", $"mail from {from.Name}", [.. arguments]);
    }

    private void CheckName(string name, Site from)
    {
        var isOurs = DomainName.TryParse(name, out var domain) && Organization.Domains.Any(accepted =>
            accepted.Name == domain || domain.IsBelow(accepted.Name));
        if (!isOurs)
        {
            site.Obstacles.Add(
                $"the certificate {name} of {from.Name} lies in no accepted domain, and Exchange Online takes mail for "
                + "that of the organization only where it does; use a certificate for a name in one of the domains");
        }
    }

    // SPF, DKIM and reputation belong to who handed the message to the first of our sites, not to the last of them.
    private IEnumerable<Argument> EnhancedFiltering(Skip skip)
    {
        if (skip.IsNone)
        {
            if (site.Before.Any(before => before.Kind == SiteKind.Filter))
            {
                yield return new("EFSkipLastIP", false, site.IsTwice(Organization.Flow.Inbound)
                    ? "no enhanced filtering: it does not work where mail passes Exchange Online twice"
                    : "no enhanced filtering, as the file says");
            }

            yield break;
        }

        if (skip.Last && site.Before.Length > 1)
        {
            foreach (var unknown in site.Before.Where(before => before.Addresses.IsEmpty))
            {
                site.Obstacles.Add(
                    $"Exchange Online has to skip the addresses of {unknown.Name} to see who sent a message, and the "
                    + $"file has none; write addresses: for {unknown.Name}");
            }
        }

        if (skip.Addresses.IsEmpty)
        {
            yield return new("EFSkipLastIP", true,
                "enhanced filtering: the last address before this one is that of our own filter");
        }
        else
        {
            yield return new("EFSkipLastIP", false, "enhanced filtering by the list below");
            yield return new("EFSkipIPs", new PowerShellValue.List(Skipped(skip)),
                "senders are judged by where they connected to the first of our sites: these addresses are ours");
        }

        if (!skip.OnlyFor.IsEmpty)
        {
            yield return new("EFUsers", new PowerShellValue.List([.. skip.OnlyFor.Select(user => user.ToString())]),
                "enhanced filtering for these alone; other addresses of theirs have to be written as well");
        }
    }

    // Private addresses are skipped without being listed, and are refused in the list.
    private ImmutableArray<string> Skipped(Skip skip) =>
    [
        .. from network in skip.Addresses
           where !IsPrivate(network.BaseAddress)
           let owner = site.Before.FirstOrDefault(before => before.Addresses.Contains(network))
           from text in site.CloudAddresses([network], owner?.Name.Value ?? "the list to skip")
           select text,
    ];

    private IEnumerable<Cmdlet> DirectSend()
    {
        if (site.IsLocked)
        {
            yield return new Cmdlet("Set-OrganizationConfig", "a stranger does not send in our name",
            [
                new("RejectDirectSend", true, "mail with a sender of ours and without a connector: 550 5.7.68"),
            ]);
        }
    }

    private IEnumerable<Cmdlet> Outbound()
    {
        foreach (var connector in site.Outgoing)
        {
            var to = Organization[connector.To];
            if (to.Port != 25)
            {
                site.Obstacles.Add(
                    $"{to.Name} listens at port {to.Port}, and Exchange Online connects to port 25 only; "
                    + $"write listen: with port 25 for {to.Name}");
            }

            yield return Outbound(connector, to);
        }
    }

    private Cmdlet Outbound(Connector connector, Site to)
    {
        var takesAll = site.Outward?.Site == to.Name;
        var isOwn = to.Kind == SiteKind.OnPremises;
        var byHost = connector.DeliverBy == DeliverBy.Host;
        var isExchange = to.Platform == Platform.ExchangeServer;
        var domains = takesAll ? ["*"] : Organization.Domains
            .SelectMany(domain => domain.SubDomains
                ? new[] { domain.Name.Value, $"*.{domain.Name}" } : [domain.Name.Value])
            .ToImmutableArray();
        List<Argument> arguments =
        [
            new("Name", site.Name(connector), "by this name `causeway import` finds it again"),
            new("ConnectorType", isOwn ? "OnPremises" : "Partner",
                isOwn ? "a server of the organization" : "another service"),
            new("RecipientDomains", new PowerShellValue.List(domains), takesAll
                ? $"everything goes to {to.Name}, the next place of outbound"
                : "recipients whose mailbox is there are in our own domains"),
            new("UseMXRecord", !byHost, byHost
                ? "the MX of our domains leads back to the first place of inbound: a loop"
                : "the file says deliver-by: mx"),
        ];
        if (byHost)
        {
            arguments.Add(new(
                "SmartHosts", new PowerShellValue.List([site.SmartHost(to.Name)]), $"where {to.Name} is"));
        }

        if (connector.Tls >= TlsLevel.Verified)
        {
            arguments.Add(new("TlsSettings", "DomainValidation", "as the connector's tls: says"));
            arguments.Add(new("TlsDomain", site.PublicName(connector, to.Name), $"the certificate of {to.Name}"));
        }

        if (isOwn)
        {
            arguments.Add(new("RouteAllMessagesViaOnPremises", takesAll, takesAll
                ? $"outbound leads through {to.Name}"
                : "outbound leads from here to the Internet"));
            arguments.Add(new("CloudServicesMailEnabled", isExchange, isExchange
                ? "an Exchange on the other side reads the marks of internal mail"
                : "the other side is no Exchange"));
        }

        return new Cmdlet("New-OutboundConnector", $"mail to {to.Name}", [.. arguments]);
    }

    private Cmdlet Forwarding() => new("Set-HostedOutboundSpamFilterPolicy",
        "whether mailboxes may forward to the outside by themselves",
        [
            new("Identity", "Default", "the policy for everybody"),
            new("AutoForwardingMode", Organization.ForwardingOutside ? "On" : "Off",
                Organization.ForwardingOutside ? "forwarding: { outside: yes }" : "forwarding: { outside: no }"),
        ]);

    private IEnumerable<string> ByHand()
    {
        yield return "the queue keeps mail for a neighbour that is down for one day";
        if (Here.RoutingDomain is { } routing)
        {
            yield return $"{routing} is the tenant's own coexistence domain; the other sites send to it";
        }

        foreach (var to in site.Outgoing.Select(connector => connector.To))
        {
            yield return $"recipients whose mailbox is behind {to} are mail users here, with that mailbox as address";
        }
    }

    private PowerShellValue.List Addresses(Site of) => new(site.CloudAddresses(of.Addresses, of.Name.Value));

    private static bool IsPrivate(IPAddress address) => address.GetAddressBytes() is [10, ..] or [192, 168, ..]
        or [172, >= 16 and <= 31, ..];
}
