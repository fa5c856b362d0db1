using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>The shortest way along the internal arrows.</summary>
internal static class InternalWay
{
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
