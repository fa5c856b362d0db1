using System.Collections.Immutable;
using Causeway.Core.Replies;
using Causeway.Core.Topology;

namespace Causeway.Rendering.Postfix;

/// <summary>Who may come in, and who may send to other domains through the site.</summary>
internal sealed class PostfixDoors(Organization organization, Site here, SiteRoutes routes, PostfixPeers peers)
{
    private const string Clients = "clients";
    private const string Strangers = "strangers";
    private const string Relays = "relays";
    private const string OwnDomains = "own-domains";
    private const string OwnSender = "_own_sender";

    private readonly ImmutableArray<Connector> connectors =
        [.. organization.Connectors.Where(connector => connector.To == here.Name && connector.Trust != Trust.Nobody)];

    private bool IsLocked => organization.FirstInbound != here.Name && connectors.All(connector => connector.Lock);

    public ParameterSection Section => new("Who may come in",
    [
        .. Classes(),
        new Parameter("smtpd_client_restrictions", ClientRestrictions(), IsLocked
            ? "mail from the Internet does not come in here: only the sites that the arrows name, and what a stranger "
                + "is told stands in strangers; users and devices submit on port 587"
            : "the arrows lead mail from the Internet to this site"),
        new Parameter("smtpd_relay_restrictions", RelayRestrictions(), Relaying.IsEmpty
            ? "no arrow of outbound leads through this site from another one: nobody relays on this port, not even "
                + "with a password, which counts on port 587"
            : "only the sites before this one in outbound send to other domains through it"),
        new Parameter("smtpd_delay_reject", "yes",
            "doors answer at RCPT TO, before the recipient is looked up: a stranger learns nothing about who exists"),
        new Parameter("smtpd_reject_unlisted_recipient", "yes", "unknown recipients are refused in session"),
        new Parameter("disable_vrfy_command", "yes", "VRFY would tell who exists"),
        new Parameter("smtpd_forbid_bare_newline", "yes",
            "lines end in CRLF: anything else is somebody's way to smuggle a second message in"),
    ]);

    public ImmutableArray<PostfixMap> Maps =>
    [
        .. Map(Clients, connectors, ClassOf),
        .. IsLocked ? [StrangersMap()] : ImmutableArray<PostfixMap>.Empty,
        .. Map(Relays, Relaying, RelayClassOf),
        .. Relaying.Any(IsByAddress) ? [OwnDomainsMap()] : ImmutableArray<PostfixMap>.Empty,
    ];

    private ImmutableArray<Connector> Relaying => [.. routes.Relaying];

    private static bool IsByAddress(Connector connector) => connector.IdentifyBy == IdentifyBy.Address;

    private static string ClassOf(Connector connector) => PostfixPeers.ClassOf(connector.From);

    private static string RelayClassOf(Connector connector) =>
        IsByAddress(connector) ? ClassOf(connector) + OwnSender : ClassOf(connector);

    private IEnumerable<Parameter> Classes()
    {
        var known = connectors.Where(connector => IsLocked || Relaying.Contains(connector)).ToList();
        var bySender = Relaying.Where(IsByAddress).ToList();
        if (known.Count == 0)
        {
            yield break;
        }

        yield return new Parameter("smtpd_restriction_classes",
            string.Join(", ", known.Select(ClassOf).Concat(bySender.Select(RelayClassOf))),
            "one class for each site that sends to this one");
        foreach (var connector in known)
        {
            yield return new Parameter(ClassOf(connector), peers.Proof(connector), IsByAddress(connector)
                ? $"for {connector.From}: it is known by its address, which clients and relays list"
                : $"for {connector.From}: a certificate of the organization's authority, besides its address where the "
                    + "file has one");
        }

        foreach (var connector in bySender)
        {
            yield return new Parameter(RelayClassOf(connector),
                $"check_sender_access {PostfixConfiguration.Indexed(OwnDomains)}",
                $"an address alone lets {connector.From} relay for reverse-paths of our domains only");
        }
    }

    private string ClientRestrictions() => !IsLocked
        ? ""
        : string.Join(", ", Checks(Clients, connectors, ClassOf)
            .Append($"check_client_access {PostfixConfiguration.Ordered("cidr", Strangers)}"));

    private string RelayRestrictions() =>
        string.Join(", ", Checks(Relays, Relaying, RelayClassOf).Append("reject_unauth_destination"));

    // Listed addresses lead to the class of their site; a site without an address in the file is asked for its
    // certificate whatever its address.
    private IEnumerable<string> Checks(
        string map, IReadOnlyCollection<Connector> of, Func<Connector, string> className)
    {
        if (of.Any(connector => !organization[connector.From].Addresses.IsEmpty))
        {
            yield return $"check_client_access {PostfixConfiguration.Ordered("cidr", map)}";
        }

        foreach (var connector in of.Where(connector => organization[connector.From].Addresses.IsEmpty))
        {
            yield return className(connector);
        }
    }

    private IEnumerable<PostfixMap> Map(
        string name, IReadOnlyCollection<Connector> of, Func<Connector, string> className)
    {
        if (name == Clients && !IsLocked)
        {
            yield break;
        }

        var groups = of.Select(connector => new MapGroup(
            $"{connector.From}: an arrow leads from it to this site",
            [.. organization[connector.From].Addresses
                .Select(address => new MapRow(address.ToString(), className(connector)))]))
            .Where(group => !group.Rows.IsEmpty).ToImmutableArray();
        if (!groups.IsEmpty)
        {
            yield return new PostfixMap(name, false, groups);
        }
    }

    private static PostfixMap StrangersMap()
    {
        var reply = ReplyTable.For(Reason.DoorLocked).ToString();
        return new PostfixMap(Strangers, false,
        [
            new MapGroup(
                $"everybody else: {ReplyTable.Cause(Reason.DoorLocked)}",
                [new MapRow("0.0.0.0/0", reply), new MapRow("::/0", reply)]),
        ]);
    }

    private PostfixMap OwnDomainsMap() => new(OwnDomains, true,
    [
        new MapGroup("reverse-paths of our domains", [.. organization.Domains.SelectMany(domain =>
            domain.SubDomains
                ? new[] { new MapRow(domain.Name.Value, "OK"), new MapRow($".{domain.Name}", "OK") }
                : [new MapRow(domain.Name.Value, "OK")])]),
    ]);
}
