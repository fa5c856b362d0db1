using System.Collections.Immutable;
using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Tests;

/// <summary>Object mothers: the reference topology and ways to bend it.</summary>
internal static class Some
{
    public static readonly SiteName Filter = SiteName.Parse("filter");
    public static readonly SiteName Cloud = SiteName.Parse("cloud");
    public static readonly SiteName Office = SiteName.Parse("office");

    public static readonly EmailAddress Ada = EmailAddress.Parse("ada@contoso.example");
    public static readonly EmailAddress Grace = EmailAddress.Parse("grace@contoso.example");
    public static readonly EmailAddress Team = EmailAddress.Parse("team@contoso.example");
    public static readonly EmailAddress Alice = EmailAddress.Parse("alice@fabrikam.example");

    public static readonly Origin Stranger = new Origin.Stranger();

    public static Organization Organization(
        string inbound = "internet filter cloud office",
        string outbound = "office cloud internet",
        string @internal = "office>cloud cloud>office",
        Func<Connector, Connector>? connectors = null,
        Func<Site, Site>? sites = null,
        AcceptedDomain? domain = null)
    {
        var flow = new MailFlow(Places(inbound), Places(outbound),
            [.. @internal.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Arrow)]);
        var all = new[]
        {
            Site(Filter, SiteKind.Filter, "192.0.2.10"),
            Site(Cloud, SiteKind.Cloud, "192.0.2.20") with
            {
                RoutingDomain = DomainName.Parse("contoso.mail.cloud.example"),
            },
            Site(Office, SiteKind.OnPremises, "198.51.100.25"),
        };
        return new Organization
        {
            Name = "contoso",
            Domains = [domain ?? new AcceptedDomain
            {
                Name = DomainName.Parse("contoso.example"), Type = DomainType.Authoritative,
            }],
            Sites = [.. all.Where(site => inbound.Contains(site.Name.Value, StringComparison.Ordinal)
                || site.CanHoldMailboxes).Select(sites ?? (site => site))],
            Flow = flow,
            Connectors = [.. flow.SiteArrows.Select(arrow => new Connector
            {
                From = arrow.From,
                To = arrow.To,
                Trust = arrow.From == Filter ? Trust.Partner : Trust.OwnOrganization,
            }).Select(connectors ?? (connector => connector))],
            Directory = Cloud,
            ForwardingOutside = true,
        };
    }

    public static RecipientTable Recipients(params Recipient[] more) => new(
    [
        new Recipient { Address = Ada, Kind = RecipientKind.Mailbox, Site = Cloud, Proxies = [Address("countess")] },
        new Recipient { Address = Grace, Kind = RecipientKind.Mailbox, Site = Office },
        new Recipient { Address = Team, Kind = RecipientKind.Group, Site = Cloud, Members = [Ada, Grace] },
        new Recipient
        {
            Address = Address("edsger"), Kind = RecipientKind.Mailbox, Site = Office, Forward = [Alice],
        },
        .. more,
    ]);

    public static Snapshot Snapshot(Organization? organization = null, RecipientTable? recipients = null) =>
        new(organization ?? Organization(), recipients ?? Recipients());

    public static EmailAddress Address(string local) => EmailAddress.Parse($"{local}@contoso.example");

    public static Origin From(SiteName site, IdentifyBy by = IdentifyBy.Certificate) =>
        new Origin.FromSite("contoso", site, by);

    public static ReversePath Path(EmailAddress address) => new(address);

    private static Site Site(SiteName name, SiteKind kind, string address) => new()
    {
        Name = name,
        Kind = kind,
        Host = $"{name}.example",
        Mx = [$"{name}.example"],
        Addresses = [IPNetwork.Parse($"{address}/32")],
        Waits = TimeSpan.FromDays(5),
    };

    private static ImmutableArray<Place> Places(string words) =>
        [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word == "internet" ? Place.Internet : new Place(SiteName.Parse(word)))];

    private static (SiteName From, SiteName To) Arrow(string text) =>
        (SiteName.Parse(text.Split('>')[0]), SiteName.Parse(text.Split('>')[1]));
}
