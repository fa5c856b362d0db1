using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Rendering.Exchange;

/// <summary>What both kinds of Exchange have to know of their site and its neighbours.</summary>
internal sealed class ExchangeSite
{
    // The length that the reference gives for the name of a connector.
    private const int LongestName = 64;

    public ExchangeSite(Organization organization, RecipientTable recipients, SiteName here, Obstacles obstacles)
    {
        Organization = organization;
        Here = organization[here];
        Obstacles = obstacles;
        var routes = new SiteRoutes(new Snapshot(organization, recipients), here, obstacles);
        Outward = routes.AsOwnMail().Targets is [{ Next: { } next }] ? next : null;
        Relaying = [.. routes.Relaying];
    }

    public Organization Organization { get; }

    public Site Here { get; }

    public Obstacles Obstacles { get; }

    /// <summary>Where mail for other domains goes; null where it goes nowhere.</summary>
    public Place? Outward { get; }

    /// <summary>The connectors over which mail for other domains comes.</summary>
    public ImmutableArray<Connector> Relaying { get; }

    public IEnumerable<Connector> Incoming => Organization.Connectors.Where(connector =>
        connector.To == Here.Name && connector.Trust != Trust.Nobody);

    public IEnumerable<Connector> Outgoing => Organization.Connectors.Where(connector => connector.From == Here.Name);

    /// <summary>True where mail from the Internet is refused that does not come by a connector.</summary>
    public bool IsLocked => Organization.FirstInbound != Here.Name && Incoming.All(connector => connector.Lock);

    /// <summary>True for a site that stands twice in a list: centralized transport.</summary>
    public bool IsTwice(ImmutableArray<Place> list) => list.Count(place => place.Site == Here.Name) > 1;

    /// <summary>The sites before this one on the way from the Internet.</summary>
    public ImmutableArray<Site> Before
    {
        get
        {
            var index = Organization.Flow.Inbound.IndexOf(new Place(Here.Name));
            return index < 0
                ? []
                : [.. Organization.Flow.Inbound.Take(index).Where(place => !place.IsInternet)
                    .Select(place => Organization[place.Site!.Value])];
        }
    }

    /// <summary>The name under which a connector is made and found again.</summary>
    public string Name(Connector connector, string behind = "")
    {
        var name = $"Causeway: {connector.From} to {connector.To}{behind}";
        if (name.Length > LongestName)
        {
            Obstacles.Add($"the connector from {connector.From} to {connector.To} would get a name of more than "
                + $"{LongestName} characters; give the sites shorter names");
        }

        return name;
    }

    /// <summary>The name in the public certificate by which a site proves itself over a connector.</summary>
    public string PublicName(Connector connector, SiteName of)
    {
        var site = Organization[of];
        var name = (connector.From == of ? connector.Certificate : null) ?? site.Certificate;
        if (name is null)
        {
            Obstacles.Add(
                $"{of} would have to prove itself to {Here.Name} by a public certificate, and the file names none; "
                + $"write certificate: for {of}");
        }

        return name ?? site.Host;
    }

    /// <summary>A next hop: the address where the file has a single one, else the host.</summary>
    public string SmartHost(SiteName name)
    {
        var site = Organization[name];
        return site.Addresses is [var only] && only.IsSingle() && site.Platform != Platform.ExchangeOnline
            ? only.BaseAddress.ToString()
            : site.Host.Trim('[', ']');
    }

    /// <summary>Addresses as an argument.</summary>
    public static ImmutableArray<string> Addresses(ImmutableArray<IPNetwork> networks) =>
        [.. networks.Select(network => network.IsSingle() ? network.BaseAddress.ToString() : network.ToString())];

    /// <summary>The addresses of a site as Exchange Online takes them: IPv4, and ranges of at most 256.</summary>
    public ImmutableArray<string> CloudAddresses(ImmutableArray<IPNetwork> networks, string owner)
    {
        foreach (var network in networks.Where(network =>
            network.BaseAddress.AddressFamily != AddressFamily.InterNetwork || network.PrefixLength < 24))
        {
            Obstacles.Add(
                $"the address {network} of {owner}: Exchange Online takes IPv4 addresses and ranges from /24 to "
                + $"/32; write {owner}'s addresses so");
        }

        return Addresses(networks);
    }

    /// <summary>
    /// The type of a domain here. The site to which unknown recipients go on is where they end: there it is
    /// authoritative.
    /// </summary>
    public DomainType TypeOf(AcceptedDomain domain) =>
        domain.UnknownTo == Here.Name ? Core.Topology.DomainType.Authoritative : domain.TypeAt(Here.Name);

    public static string DomainType(DomainType type) => type.ToString();
}
