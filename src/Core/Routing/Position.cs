using System.Collections.Immutable;
using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>
/// A message's place in the arrow lists at a site (rule 0). <see cref="Inbound"/> and <see cref="Outbound"/> are
/// indexes
/// into the lists, null where the site stands in none.
/// </summary>
internal sealed record Position(MailFlow Flow, int? Inbound, int? Outbound, bool IsOnItsWayIn)
{
    /// <summary>True at the first place of centralized transport, which neither resolves nor serves.</summary>
    public bool OnlyPassesOn =>
        IsOnItsWayIn && Inbound is { } place && Last(Flow.Inbound, Flow.Inbound[place].Site) != place;

    public Place? NextInbound =>
        Inbound is { } place && place + 1 < Flow.Inbound.Length ? Flow.Inbound[place + 1] : null;

    public Place? NextOutbound =>
        Outbound is { } place && place + 1 < Flow.Outbound.Length ? Flow.Outbound[place + 1] : null;

    /// <summary>
    /// True where a site before this one in inbound has resolved the recipient. What it hands in may be its own
    /// people's as well as the Internet's, over one and the same arrow.
    /// </summary>
    public bool WasResolved(Organization organization)
    {
        for (var place = 1; place < Inbound; place++)
        {
            if (Flow.Inbound[place].Site is { } site && organization[site].CanHoldMailboxes
                && Last(Flow.Inbound, site) == place)
            {
                return true;
            }
        }

        return false;
    }

    public static Position Of(Organization organization, SiteName site, Origin origin)
    {
        var flow = organization.Flow;
        var before = Before(organization, origin);
        var arrival = before is { } place ? Behind(flow.Inbound, place, site) : null;
        return new Position(
            flow,
            arrival ?? Last(flow.Inbound, site),
            (before is { } source ? Behind(flow.Outbound, source, site) : null) ?? First(flow.Outbound, site),
            IsOnItsWayIn: arrival is not null || origin is Origin.Stranger);
    }

    /// <summary>True where <paramref name="site"/> stands behind this place in inbound.</summary>
    public bool HasLater(SiteName site) => Inbound is { } place && Last(Flow.Inbound, site) > place;

    private static Place? Before(Organization organization, Origin origin) => origin switch
    {
        Origin.Stranger => Place.Internet,
        Origin.FromSite from when from.Organization == organization.Name => new Place(from.Site),
        Origin.FromSite => Place.Internet,
        _ => null,
    };

    private static int? Behind(ImmutableArray<Place> list, Place before, SiteName site)
    {
        for (var i = 1; i < list.Length; i++)
        {
            if (list[i].Site == site && list[i - 1] == before)
            {
                return i;
            }
        }

        return null;
    }

    private static int? First(ImmutableArray<Place> list, SiteName? site)
    {
        var index = list.IndexOf(new Place(site));
        return index < 0 ? null : index;
    }

    private static int? Last(ImmutableArray<Place> list, SiteName? site)
    {
        var index = list.LastIndexOf(new Place(site));
        return index < 0 ? null : index;
    }
}
