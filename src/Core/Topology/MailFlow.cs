using System.Collections.Immutable;

namespace Causeway.Core.Topology;

/// <summary>
/// The arrows of the file. <see cref="Inbound"/> begins with the Internet, <see cref="Outbound"/> ends with it; each is
/// a sequence, and empty where the file has none. <see cref="Internal"/> holds one pair for each direction.
/// </summary>
public sealed record MailFlow(
    ImmutableArray<Place> Inbound,
    ImmutableArray<Place> Outbound,
    ImmutableArray<(SiteName From, SiteName To)> Internal)
{
    /// <summary>Every arrow between two sites, each once.</summary>
    public IEnumerable<(SiteName From, SiteName To)> SiteArrows =>
        Pairs(Inbound).Concat(Pairs(Outbound)).Concat(Internal).Distinct();

    public bool HasArrow(SiteName from, SiteName to) => SiteArrows.Contains((from, to));

    private static IEnumerable<(SiteName From, SiteName To)> Pairs(ImmutableArray<Place> places)
    {
        for (var i = 1; i < places.Length; i++)
        {
            if (places[i - 1].Site is { } from && places[i].Site is { } to)
            {
                yield return (from, to);
            }
        }
    }
}
