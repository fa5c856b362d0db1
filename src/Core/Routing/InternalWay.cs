using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>
/// The way towards a site: on along inbound where it stands there later, else by the internal arrows.
/// </summary>
internal static class InternalWay
{
    public static Hop Towards(
        MailFlow flow, Position position, SiteName here, SiteName site, EmailAddress recipient, string why)
    {
        if (position.IsOnItsWayIn && position.HasLater(site) && position.NextInbound is { } next)
        {
            return Hop.Relay(recipient, next, "1", why);
        }

        return NextTowards(flow, here, site) is { } neighbour
            ? Hop.Relay(recipient, new Place(neighbour), "1", why)
            : Hop.Refuse(recipient, Reason.NoRoute, "1", $"No internal arrow leads from {here} to {site}.");
    }

    /// <summary>The next site on the way from one site to another; null where no arrows lead there.</summary>
    public static SiteName? NextTowards(MailFlow flow, SiteName from, SiteName to)
    {
        // Breadth first from the goal backwards, so that the first site found with an arrow from `from` is the next.
        var reached = new HashSet<SiteName> { to };
        var wave = new List<SiteName> { to };
        while (wave.Count > 0)
        {
            var before = new List<SiteName>();
            foreach (var site in wave)
            {
                foreach (var (source, target) in flow.Internal)
                {
                    if (target != site)
                    {
                        continue;
                    }

                    if (source == from)
                    {
                        return site;
                    }

                    if (reached.Add(source))
                    {
                        before.Add(source);
                    }
                }
            }

            wave = before;
        }

        return null;
    }
}
