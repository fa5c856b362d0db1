using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Rendering.Postfix;

/// <summary>
/// Turns a site into settings of Postfix 3.6 and later: doors, TLS by the organization's certificates, and maps that
/// hold what the router decides for each recipient.
/// </summary>
internal sealed class PostfixRenderer
{
    // What a Causeway site takes (SIZE). A smaller limit would turn back what a site before this one has accepted.
    private const int MessageSize = 50 * 1024 * 1024;

    private const string LinkBroken = "broken-link";

    private readonly Organization organization;
    private readonly Site here;
    private readonly Obstacles obstacles;
    private readonly SiteRoutes routes;
    private readonly PostfixPeers peers;
    private readonly PostfixRecipients recipients;
    private readonly RecipientRoute outward;

    public PostfixRenderer(Organization organization, RecipientTable table, SiteName here, Obstacles obstacles)
    {
        this.organization = organization;
        this.here = organization[here];
        this.obstacles = obstacles;
        var snapshot = new Snapshot(organization, table);
        routes = new SiteRoutes(snapshot, here, obstacles);
        peers = new PostfixPeers(organization, here, obstacles);
        recipients = new PostfixRecipients(snapshot, table.Rows, here, routes, peers, obstacles);
        outward = routes.Outward();
    }

    private bool IsRelay => here.Kind == SiteKind.Filter;

    private bool SendsByMx => outward.Targets is [{ Next.IsInternet: true }];

    private SiteName? RelayHost => outward.Targets is [{ Next.Site: { } next }] ? next : null;

    public PostfixConfiguration Configuration()
    {
        var doors = new PostfixDoors(organization, here, routes, peers);
        var transport = recipients.Transport;
        var nextHops = organization.Connectors.Where(connector => connector.From == here.Name)
            .Select(connector => connector.To).Distinct().ToImmutableArray();
        var tls = new PostfixTls(here, peers, nextHops, SendsByMx);
        return new PostfixConfiguration(
            here.Name,
            [Names(), Recipients(transport), doors.Section, tls.Incoming, tls.Outgoing, Ways(), Queue()],
            [
                .. new[] { recipients.Known, recipients.Aliases, recipients.Refused, transport, tls.Map }
                    .Where(map => !map.Groups.IsEmpty),
                .. doors.Maps,
                BrokenLink(),
            ]);
    }

    private ParameterSection Names()
    {
        var parameters = ImmutableArray.CreateBuilder<Parameter>();
        parameters.Add(new Parameter("compatibility_level", "3.6",
            "the lines below build on the defaults of Postfix 3.6", Comparison.Any));
        if (!here.Host.StartsWith('['))
        {
            parameters.Add(new Parameter("myhostname", here.Host, $"neighbours know {here.Name} by this name"));
        }

        parameters.Add(new Parameter("myorigin", organization.Domains[0].Name.Value,
            "what the system itself writes comes from the organization's default domain"));
        parameters.Add(new Parameter("mydestination", "localhost",
            "the recipients of the organization stand in maps; accounts of the system get no mail from outside"));
        var listen = here.Listen.Select(point => point.Address).Where(IsOwn).Distinct().ToList();
        parameters.Add(new Parameter("inet_interfaces",
            listen.Count == 0 ? "all" : string.Join(", ", listen),
            "where the site listens; the port stands in master.cf"));
        return new ParameterSection("Who the site is", parameters.ToImmutable());
    }

    private ParameterSection Recipients(PostfixMap transport)
    {
        var domains = string.Join(", ", organization.Domains.Select(domain => domain.Name));
        if (organization.Domains.FirstOrDefault(domain => domain.SubDomains) is { } wide)
        {
            obstacles.Add(
                $"the domain {wide.Name} says sub-domains: yes, and Postfix serves domains by name; "
                + "write each sub-domain as a domain of its own");
        }

        Parameter[] by = IsRelay
            ? [
                new("relay_domains", domains, "the accepted domains: validated here and passed on"),
                new("parent_domain_matches_subdomains", "", "a sub-domain is not accepted with its parent"),
                Map("relay_recipient_maps", recipients.Known, "unknown recipients are refused in session"),
            ]
            : [
                new("virtual_mailbox_domains", domains, "the accepted domains"),
                Map("virtual_mailbox_maps", recipients.Known, "everybody who exists, wherever the mailbox is"),
                new("virtual_alias_domains", string.Join(", ", recipients.RoutingDomains),
                    "the routing domains, by which sites name recipients to each other"),
                Map("virtual_alias_maps", recipients.Aliases, "groups, forwards and further addresses"),
                new("relay_domains", "", "no other domains"),
                .. Mailboxes(),
            ];
        return new ParameterSection("Recipients",
        [
            .. by,
            Map("transport_maps", transport, "the next hop of each recipient whose home is elsewhere"),
            Refused(),
            new("recipient_delimiter", "+", "user+detail reaches user"),
            new("propagate_unmatched_extensions", "", "a detail is the recipient's own; no forward gets it"),
            new("enable_original_recipient", "no", "one who is reached by two addresses of a message gets it once"),
        ]);
    }

    private static Parameter[] Mailboxes() =>
    [
        new("virtual_transport", "virtual", "mailboxes are folders; write lmtp:... to hand them to an IMAP server",
            Comparison.Any),
        new("virtual_mailbox_base", "/var/mail/causeway", "where the mailboxes lie", Comparison.Any),
        new("virtual_uid_maps", "static:5000", "the user who owns them", Comparison.Any),
        new("virtual_gid_maps", "static:5000", "and the group", Comparison.Any),
        new("virtual_mailbox_limit", "0", "a folder has no size; a full disk defers mail, it does not bounce it"),
    ];

    private Parameter Refused() => recipients.Refused.Groups.IsEmpty
        ? new Parameter("smtpd_recipient_restrictions", "", "nobody who exists is refused")
        : new Parameter("smtpd_recipient_restrictions",
            $"check_recipient_access {PostfixConfiguration.Indexed(recipients.Refused.Name)}",
            "recipients to whom no way leads are refused in session");

    private ParameterSection Ways() => new("The way out",
    [
        RelayHost is { } next
            ? new Parameter("relayhost", peers.NextHop(next),
                $"everything for other domains, notices included, goes to {next}, the next place of outbound; "
                + "nothing goes to the Internet by MX")
            : new Parameter("relayhost", "", !SendsByMx
                ? "no arrow of outbound begins here"
                : organization.Flow.Outbound.Contains(new Place(here.Name))
                    ? "the site is the last of outbound: it looks up the MX"
                    : "nothing but the site's own notices leaves from here, by MX"),
        outward.Refusal is { } refusal
            ? new Parameter("default_transport", $"error:{refusal.Status} {refusal.Text}",
                "the site stands in no outbound arrow: mail for other domains goes back to its sender")
            : new Parameter("default_transport", "smtp", "by SMTP"),
        new Parameter("smtp_fallback_relay", "", "there is no second way"),
        new Parameter("smtp_delivery_status_filter", PostfixConfiguration.Ordered("regexp", LinkBroken),
            "a neighbour that does not know this site has a broken link, not a bad message: the mail waits"),
    ]);

    private ParameterSection Queue()
    {
        var waits = Duration(here.Waits);
        return new ParameterSection("The queue",
        [
            new Parameter("maximal_queue_lifetime", waits,
                $"mail waits as long for a neighbour that is down; the file asks for {Duration(organization.Outage)}"),
            new Parameter("bounce_queue_lifetime", waits, "notices too"),
            new Parameter("message_size_limit", MessageSize.ToString(CultureInfo.InvariantCulture),
                "as large as the other sites take: no message is turned back behind the door"),
            new Parameter("mailbox_size_limit", "0", "Postfix demands that it be no smaller than a message"),
        ]);
    }

    // 5.7.51 and 5.7.64: see the doors of the routing rules.
    private static PostfixMap BrokenLink() => new(LinkBroken, false,
    [
        new MapGroup(
            "the next site does not know this one: its certificate is to be renewed or corrected, and the mail waits",
            [new MapRow(@"/^5(\.7\.(51|64) .*)/", "4$1")]),
    ]);

    private static Parameter Map(string name, PostfixMap map, string reason) => new(
        name, map.Groups.IsEmpty ? "" : PostfixConfiguration.Indexed(map.Name), reason);

    private static bool IsOwn(IPAddress address) =>
        !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any);

    private static string Duration(TimeSpan span) => span.TotalSeconds % 86400 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0}d")
        : span.TotalSeconds % 3600 == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0}h")
            : string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0}s");
}
