using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Causeway.Core.Addresses;

namespace Causeway.Core.Topology;

/// <summary>The checked model of one topology file: an organization, its domains, its sites and its arrows.</summary>
public sealed record Organization
{
    public required string Name { get; init; }

    /// <summary>The accepted domains in the order of the file; the first is the default domain.</summary>
    public required ImmutableArray<AcceptedDomain> Domains { get; init; }

    public required ImmutableArray<Site> Sites { get; init; }

    public required MailFlow Flow { get; init; }

    /// <summary>One connector for each arrow between two sites.</summary>
    public required ImmutableArray<Connector> Connectors { get; init; }

    /// <summary>The domains with which mail passes by verified TLS alone.</summary>
    public ImmutableArray<Partner> Partners { get; init; } = [];

    /// <summary>How long any one site may be down without mail bouncing.</summary>
    public TimeSpan Outage { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The site that holds the directory's primary.</summary>
    public required SiteName Directory { get; init; }

    public static TimeSpan DefaultDirectoryStaleAfter { get; } = TimeSpan.FromHours(1);

    /// <summary>How old a site's copy may be and still say that nobody has an address.</summary>
    public TimeSpan DirectoryStaleAfter { get; init; } = DefaultDirectoryStaleAfter;

    /// <summary>True where recipients may forward to the outside.</summary>
    public bool ForwardingOutside { get; init; }

    /// <summary>What automatic mail other domains get.</summary>
    public ImmutableArray<RemoteDomain> RemoteDomains { get; init; } = [];

    public static TimeSpan DefaultKeepTraces { get; } = TimeSpan.FromDays(30);

    /// <summary>How long each site keeps what it knows of messages that are at their end.</summary>
    public TimeSpan KeepTraces { get; init; } = DefaultKeepTraces;

    /// <summary>How much users and sites may send.</summary>
    public SendingPolicy Sending { get; init; } = SendingPolicy.Default;

    /// <summary>What the edge does with what SPF, DKIM, DMARC and ARC say.</summary>
    public AuthenticationPolicy Authentication { get; init; } = AuthenticationPolicy.Default;

    /// <summary>When an alert is raised, and who is told.</summary>
    public AlertPolicy Alerts { get; init; } = AlertPolicy.Default;

    /// <summary>
    /// The site where a record without a site of its own is served: the first in inbound that can hold mailboxes.
    /// </summary>
    public SiteName? DefaultHome =>
        Flow.Inbound.Select(place => place.Site).OfType<SiteName>().Cast<SiteName?>()
            .FirstOrDefault(name => this[name!.Value].CanHoldMailboxes)
        ?? Sites.Where(site => site.CanHoldMailboxes).Select(site => (SiteName?)site.Name).FirstOrDefault();

    /// <summary>The first site of inbound, where mail from the Internet comes in.</summary>
    public SiteName? FirstInbound => Flow.Inbound.Length > 1 ? Flow.Inbound[1].Site : null;

    /// <summary>
    /// The last site of outbound: what leaves for the Internet leaves here, and foreign reverse-paths are rewritten.
    /// </summary>
    public SiteName? LastOutbound => Flow.Outbound.Length > 1 ? Flow.Outbound[^2].Site : null;

    /// <summary>
    /// The domain of return addresses: the first that the Internet may write to. Null where there is none.
    /// </summary>
    public DomainName? ReturnDomain => PublicDomains.FirstOrDefault()?.Name;

    /// <summary>The accepted domains that the Internet may write to, and that have to be proved before.</summary>
    public IEnumerable<AcceptedDomain> PublicDomains => Domains.Where(domain => RoutedBy(domain.Name) is null);

    /// <summary>
    /// True where the site may open connections to the Internet: the last of outbound, and a filter for its notices.
    /// </summary>
    public bool SendsToInternet(Site site) => LastOutbound == site.Name
        || (site.Kind == SiteKind.Filter && Flow.Outbound.All(place => place.Site != site.Name));

    /// <summary>
    /// True for a site of another platform that takes the Internet's mail before it came by any Causeway.
    /// </summary>
    public bool IsForeignEntry(SiteName name) => Flow.Inbound
        .TakeWhile(place => place.Site is not { } site || this[site].Platform != Platform.Causeway)
        .Any(place => place.Site == name);

    public Site this[SiteName name] => Sites.First(site => site.Name == name);

    public bool TryGetSite(SiteName name, [NotNullWhen(true)] out Site? site)
    {
        site = Sites.FirstOrDefault(candidate => candidate.Name == name);
        return site is not null;
    }

    /// <summary>The accepted domain that covers <paramref name="domain"/>, the most specific one first.</summary>
    public AcceptedDomain? Accepted(DomainName domain) =>
        Domains.Where(accepted => accepted.Covers(domain)).MaxBy(accepted => accepted.Name.Value.Length);

    /// <summary>What holds for a domain of somebody else: the most specific of the settings.</summary>
    public RemoteDomain Remote(DomainName domain) =>
        RemoteDomains.Where(remote => remote.Covers(domain)).MaxBy(remote => remote.Precision) ?? RemoteDomain.Default;

    /// <summary>
    /// True where mail with this reverse-path leaves under a rewritten one (rule 2): it is neither null nor in a domain
    /// of ours, so that SPF would fail for us.
    /// </summary>
    public bool MustRewrite(ReversePath from) => MustRewrite(from, ImmutableHashSet<DomainName>.Empty);

    /// <summary>The same, where some of the domains are not proved to be ours.</summary>
    internal bool MustRewrite(ReversePath from, IReadOnlySet<DomainName> unproved)
    {
        if (from.Address is not { Domain: var domain })
        {
            return false;
        }

        // A routing domain is whatever the file says, and nobody proves it: only below a proved domain it is ours.
        var accepted = Accepted(domain);
        var name = accepted?.Name ?? domain;
        return RoutedBy(name) is null
            ? accepted is null
            : !PublicDomains.Any(above => name.IsBelow(above.Name) && !unproved.Contains(above.Name));
    }

    /// <summary>True for the accepted domains and the routing domains.</summary>
    public bool IsOurs(DomainName domain) => Accepted(domain) is not null || RoutedBy(domain) is not null;

    public Partner? Partner(DomainName domain) => Partners.FirstOrDefault(partner => partner.Domain == domain);

    /// <summary>The site whose routing domain is <paramref name="domain"/>.</summary>
    public Site? RoutedBy(DomainName domain) => Sites.FirstOrDefault(site => site.RoutingDomain == domain);

    public Connector? Connector(SiteName from, SiteName to) =>
        Connectors.FirstOrDefault(connector => connector.From == from && connector.To == to);

    /// <summary>The site for which <paramref name="address"/> is listed.</summary>
    public Site? SiteAt(IPAddress address) => Sites.FirstOrDefault(site => site.Owns(address));
}
