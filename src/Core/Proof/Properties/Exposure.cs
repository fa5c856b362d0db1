using Causeway.Core.Topology;

namespace Causeway.Core.Proof.Properties;

/// <summary>
/// P3: no on-premises site opens a connection to the Internet or is named by the MX, unless it is public.
/// </summary>
public sealed class Exposure : IProperty
{
    public string Id => "P3";

    public string Title => "exposure: the office's address stays hidden";

    public PropertyResult Judge(Evidence evidence)
    {
        var seen = evidence.Paths.SelectMany(path => path.Departures).Select(step => step.Site)
            .DistinctBy(site => site.Name).ToList();
        var exposed = evidence.Paths.Where(path =>
            path.Departures.Any(step => IsHidden(step.Site))
            || (path.Start.Class == OriginClass.Internet && IsHidden(path.Steps[0].Site)));
        var addresses = string.Join(", ", seen.Select(site =>
            $"{site.Name} {string.Join(" ", site.Addresses.Select(Words).Concat(Pools(site)))}".TrimEnd()));
        return this.FailsBy(exposed, $"the Internet sees a site that is not public: it sees {addresses}",
            $"the Internet sees mail from {addresses}");
    }

    private static bool IsHidden(Site site) => site.Kind == SiteKind.OnPremises && !site.Public;

    private static IEnumerable<string> Pools(Site site) => site.Pools.All
        .GroupBy(way => way.Pool, way => way.Address)
        .Select(pool => $"({OutboundPools.Word(pool.Key)} {string.Join(" ", pool)})");

    private static string Words(System.Net.IPNetwork network) =>
        network.IsSingle() ? network.BaseAddress.ToString() : network.ToString();
}
