using System.Collections.Concurrent;
using System.Collections.Immutable;
using Causeway.Core.Routing;

namespace Causeway.Transport;

/// <summary>
/// The largest message that each neighbour said it takes (RFC 1870), remembered for an hour, so that what it would
/// refuse late is refused in session. Nothing is refused by what is not known.
/// </summary>
public sealed class NextHopLimits(TimeProvider clock)
{
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Organization, string Site), (long Octets, DateTimeOffset At)> limits =
        [];

    /// <summary>A neighbour offered this limit; null for none.</summary>
    public void Remember(string organization, string site, long? octets)
    {
        if (octets is { } limit)
        {
            limits[(organization, site)] = (limit, clock.GetUtcNow());
        }
        else
        {
            limits.TryRemove((organization, site), out _);
        }
    }

    /// <summary>True where every place that the recipients go to is a neighbour that takes no such message.</summary>
    public bool Refuse(string organization, ImmutableArray<Decision> decisions, long octets)
    {
        var ends = decisions.SelectMany(decision => decision.Hops)
            .Where(hop => hop.Action is HopAction.Deliver or HopAction.Relay);
        var isTooLarge = false;
        foreach (var hop in ends)
        {
            if (hop is not { Action: HopAction.Relay, Next: { Site: { } site } }
                || !IsTooLarge((organization, site.Value), octets))
            {
                return false;
            }

            isTooLarge = true;
        }

        return isTooLarge;
    }

    private bool IsTooLarge((string Organization, string Site) next, long octets) =>
        limits.TryGetValue(next, out var limit) && octets > limit.Octets && clock.GetUtcNow() - limit.At < Memory;
}
