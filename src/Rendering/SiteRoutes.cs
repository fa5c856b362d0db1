using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Rendering;

/// <summary>
/// The decisions of <see cref="Router"/> at one site, for a platform that routes by the recipient alone: asks for
/// every origin from which mail may come, and reports a recipient whose way depends on it.
/// </summary>
internal sealed class SiteRoutes
{
    // A name that exists nowhere stands for every outside domain.
    private static readonly EmailAddress Outsider = EmailAddress.Parse("someone@elsewhere.invalid");

    private readonly Snapshot snapshot;
    private readonly SiteName here;
    private readonly Obstacles obstacles;
    private readonly ImmutableArray<(string Name, Origin Origin)> origins;

    public SiteRoutes(Snapshot snapshot, SiteName here, Obstacles obstacles)
    {
        this.snapshot = snapshot;
        this.here = here;
        this.obstacles = obstacles;
        var organization = snapshot.Organization;
        origins =
        [
            ("the site itself", new Origin.OwnMail()),
            .. organization.Connectors
                .Where(connector => connector.To == here && connector.Trust != Trust.Nobody)
                .Select(connector => (connector.From.Value, (Origin)new Origin.FromSite(
                    organization.Name, connector.From, connector.IdentifyBy))),
            .. organization.FirstInbound == here
                ? [(Place.InternetName, (Origin)new Origin.Stranger())]
                : ImmutableArray<(string, Origin)>.Empty,
        ];
    }

    /// <summary>The way of an address in our domains.</summary>
    public RecipientRoute Of(EmailAddress address)
    {
        var routes = origins
            .Select(origin => (origin.Name, Route: Ask(origin.Origin, ReversePath.Null, address))).ToList();

        // What one door refuses, another may let in; only ways are compared.
        var open = routes.Where(route => !route.Route.Targets.IsEmpty).ToList();
        return open.Count == 0 ? routes[0].Route : OneWay(open, address.ToString());
    }

    /// <summary>The way of what leaves for other domains.</summary>
    public RecipientRoute Outward()
    {
        // Who is known by its address may relay for our own reverse-paths only.
        var from = new ReversePath(EmailAddress.Parse($"postmaster@{snapshot.Organization.Domains[0].Name}"));
        var own = ("the site itself", Route: Ask(new Origin.OwnMail(), from, Outsider));
        return OneWay(
            [own, .. origins.Where(origin => MayRelay(origin.Origin))
                .Select(origin => (origin.Name, Ask(origin.Origin, from, Outsider)))],
            "mail for other domains");
    }

    /// <summary>The way of the site's own mail for other domains, whatever others' takes.</summary>
    public RecipientRoute AsOwnMail() => Ask(new Origin.OwnMail(), ReversePath.Null, Outsider);

    /// <summary>The connectors over which mail for other domains comes along an arrow of outbound.</summary>
    public IEnumerable<Connector> Relaying => snapshot.Organization.Connectors.Where(connector =>
        connector.To == here && connector.Trust == Trust.OwnOrganization && IsInOutbound(connector.From));

    private RecipientRoute OneWay(IReadOnlyList<(string Name, RecipientRoute Route)> routes, string what)
    {
        var first = routes[0];
        foreach (var other in routes.Skip(1).Where(other => !IsSame(first.Route, other.Route)))
        {
            obstacles.Add(
                $"the way of {what} depends on where a message comes from ({first.Name}: {first.Route}; "
                + $"{other.Name}: {other.Route}), and this platform decides by the recipient alone; "
                + $"draw arrows that lead it one way from {here}, or run {here} with Causeway");
        }

        return first.Route;
    }

    private bool MayRelay(Origin origin) =>
        origin is Origin.FromSite from && Relaying.Any(connector => connector.From == from.Site);

    private bool IsInOutbound(SiteName from)
    {
        var outbound = snapshot.Organization.Flow.Outbound;
        return outbound.Zip(outbound.Skip(1)).Any(arrow => arrow.First.Site == from && arrow.Second.Site == here);
    }

    private RecipientRoute Ask(Origin origin, ReversePath from, EmailAddress address)
    {
        var decision = Router.Route(snapshot, here, origin, from, address, ServedMarks.None);
        var targets = decision.Hops
            .Where(hop => hop.Action is HopAction.Deliver or HopAction.Relay)
            .Select(hop => new Target(hop.Recipient, hop.Next)).Distinct().ToImmutableArray();
        var refusal = decision.Hops.Select(hop => hop.Reply).FirstOrDefault(reply => reply is not null);
        return new RecipientRoute(address, targets, targets.IsEmpty ? refusal : null);
    }

    private static bool IsSame(RecipientRoute one, RecipientRoute other) =>
        one.Targets.Length == other.Targets.Length && one.Targets.All(other.Targets.Contains);
}
