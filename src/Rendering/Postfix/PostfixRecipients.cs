using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Rendering.Postfix;

/// <summary>
/// The recipients of a site as maps: who exists, whose address stands for others, and who is reached by which next
/// hop. Every row is a decision of the router.
/// </summary>
internal sealed class PostfixRecipients
{
    private static readonly SearchValues<char> Telling = SearchValues.Create(" \t\",\\<>:;()");

    private const string Postmaster = "postmaster";

    private readonly Snapshot snapshot;
    private readonly SiteName here;
    private readonly SiteRoutes routes;
    private readonly PostfixPeers peers;
    private readonly Obstacles obstacles;
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly List<MapRow> mailboxes = [];
    private readonly List<MapRow> remote = [];
    private readonly List<MapRow> aliases = [];
    private readonly List<MapRow> refused = [];
    private readonly Dictionary<SiteName, List<MapRow>> hops = [];

    public PostfixRecipients(
        Snapshot snapshot, IReadOnlyList<Recipient> rows, SiteName here, SiteRoutes routes, PostfixPeers peers,
        Obstacles obstacles)
    {
        this.snapshot = snapshot;
        this.here = here;
        this.routes = routes;
        this.peers = peers;
        this.obstacles = obstacles;
        foreach (var address in rows.SelectMany(row => row.Addresses))
        {
            Add(address);
        }

        AddWellKnown();
        AddUnknown();
        AddRoutingDomains(rows);
    }

    private Organization Organization => snapshot.Organization;

    /// <summary>
    /// The domains that other sites alone may use; each address in them stands for one in our domains.
    /// </summary>
    public ImmutableArray<string> RoutingDomains =>
        Organization[here].Kind == SiteKind.Filter
            ? []
            : [.. Organization.Sites.Select(site => site.RoutingDomain).OfType<DomainName>()
                .Select(domain => domain.Value)];

    /// <summary>Everybody in our domains: unknown recipients are refused in session.</summary>
    public PostfixMap Known => Map("recipients",
        ("mailboxes of this site, and the folder of each below virtual_mailbox_base", mailboxes),
        ("recipients with a home elsewhere: they exist, and transport says where", remote));

    public PostfixMap Aliases => Map("aliases",
        ("groups, forwards, further addresses and routing-domain addresses: the recipients that they stand for",
            aliases));

    /// <summary>Addresses that exist, and to which no way leads from here.</summary>
    public PostfixMap Refused => Map("refused", ("no way leads on from here, or the file forbids it", refused));

    public PostfixMap Transport => new("transport", true,
    [
        .. hops.OrderBy(hop => hop.Key.Value, StringComparer.Ordinal)
            .Select(hop => new MapGroup($"by way of {hop.Key}", [.. IsOneWay ? Whole(hop.Key) : hop.Value])),
    ]);

    // Where everybody goes one way, as at a filter, the domains say so.
    private bool IsOneWay => hops.Count == 1 && mailboxes.Count == 0 && aliases.Count == 0;

    private IEnumerable<MapRow> Whole(SiteName next) => Organization.Domains
        .Select(domain => new MapRow(domain.Name.Value, $"smtp:{peers.NextHop(next)}"));

    private static PostfixMap Map(string name, params (string Reason, List<MapRow> Rows)[] groups) => new(name, true,
        [.. groups.Where(group => group.Rows.Count > 0)
            .Select(group => new MapGroup(group.Reason, [.. group.Rows]))]);

    private void Add(EmailAddress address)
    {
        var key = Key(address);
        if (!seen.Add(key))
        {
            return;
        }

        var route = routes.Of(address);
        if (route.Targets.IsEmpty)
        {
            remote.Add(new MapRow(key, "refused"));
            refused.Add(new MapRow(key, route.Refusal!.ToString()));
        }
        else if (!route.IsPlain)
        {
            aliases.Add(new MapRow(key, string.Join(", ", route.Targets.Select(target => Key(target.Recipient)))));
        }
        else if (route.Targets[0].Next is { Site: { } next })
        {
            remote.Add(new MapRow(key, next.Value));
            Hop(next, key);
        }
        else
        {
            mailboxes.Add(new MapRow(key, Folder(address)));
        }

        // A mailbox that forwards and keeps is an alias of itself, and exists all the same.
        if (!route.IsPlain && route.Targets.Contains(new Target(address, null)))
        {
            mailboxes.Add(new MapRow(key, Folder(address)));
        }
    }

    // The postmaster exists without a record, and what the system itself reports (to root) is for the postmaster.
    private void AddWellKnown()
    {
        foreach (var domain in Organization.Domains)
        {
            if (EmailAddress.TryCreate(Postmaster, domain.Name, out var postmaster))
            {
                Add(postmaster);
            }
        }

        var own = Organization.Domains[0].Name.Value;
        if (Organization[here].CanHoldMailboxes && seen.Add($"root@{own}"))
        {
            aliases.Add(new MapRow($"root@{own}", $"{Postmaster}@{own}"));
        }
    }

    // An internal-relay domain passes on whom it does not know.
    private void AddUnknown()
    {
        foreach (var domain in Organization.Domains.Where(domain => domain.TypeAt(here) == DomainType.InternalRelay))
        {
            var unknown = EmailAddress.Parse($"unknown-{Guid.Empty:n}@{domain.Name}");
            if (routes.Of(unknown).Targets is [{ Next.Site: { } next }])
            {
                remote.Add(new MapRow($"@{domain.Name}", next.Value));
                Hop(next, domain.Name.Value);
                foreach (var mailbox in mailboxes.Where(row => IsIn(row.Key, domain)))
                {
                    Row(here, new MapRow(mailbox.Key, "virtual:"));
                }
            }
        }
    }

    private void AddRoutingDomains(IReadOnlyList<Recipient> rows)
    {
        foreach (var domain in RoutingDomains.Select(DomainName.Parse))
        {
            foreach (var address in rows.SelectMany(row => row.Addresses).Select(address => address.At(domain)))
            {
                Add(address);
            }
        }
    }

    private static bool IsIn(string key, AcceptedDomain domain) =>
        DomainName.TryParse(key[(key.LastIndexOf('@') + 1)..], out var name) && domain.Covers(name);

    private void Hop(SiteName next, string key) => Row(next, new MapRow(key, $"smtp:{peers.NextHop(next)}"));

    private void Row(SiteName next, MapRow row)
    {
        if (!hops.TryGetValue(next, out var rows))
        {
            hops.Add(next, rows = []);
        }

        rows.Add(row);
    }

    // Postfix looks an address up in lower case. A key ends at white space, a comment begins with #, and a list of
    // addresses is cut at commas: what would be read as something else is not written at all.
    private string Key(EmailAddress address)
    {
        var key = address.ToString().ToLowerInvariant();
        if (key[0] is '#' || key.AsSpan().ContainsAny(Telling))
        {
            obstacles.Add(
                $"the address {address} cannot be written into a map of Postfix without another meaning; "
                + "give the recipient a plain address");
        }

        return key;
    }

    // Maildir, as the slash at the end says. Octets that mean something in a path are written as =XX.
    private static string Folder(EmailAddress address)
    {
        var folder = new StringBuilder(address.Domain.Value).Append('/');
        foreach (var octet in Encoding.UTF8.GetBytes(address.LocalPart.ToLowerInvariant()))
        {
            var c = (char)octet;
            folder.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '+' || (c == '.' && folder[^1] != '/')
                ? c.ToString()
                : string.Create(CultureInfo.InvariantCulture, $"={octet:X2}"));
        }

        return folder.Append('/').ToString();
    }
}
