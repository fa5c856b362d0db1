using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Proof.Properties;

/// <summary>P2: no path serves the same recipient under the same version at the same site twice.</summary>
public sealed class NoLoop : IProperty
{
    public string Id => "P2";

    public string Title => "no loop: nothing is served twice at one site";

    public PropertyResult Judge(Evidence evidence)
    {
        var result = this.FailsBy(evidence.Paths.Where(Loops), "a message comes back to a site that has served it",
            $"no message comes back, longest way {evidence.Paths.Max(Length)} sites");
        var circles = evidence.Rows(RowFaultKind.GroupInCircle).ToList();
        return circles.Count > 0 && result.Verdict == Verdict.Pass
            ? this.Against(Verdict.Warn, $"cut safely: {circles[0].Fault.Found}", circles.Select(row => row.Path))
            : result;
    }

    private static int Length(Path path) => path.Steps.Max(step => path.ChainTo(step).Count);

    private static bool Loops(Path path) =>
        path.Refusals.Any(step => step.Hop.Refusal is Reason.Loop or Reason.LoopAtCloud or Reason.TooManyHops)
        || path.Ends.All(_ => false)
        || path.Steps.Any(step => ServesTwice(path.ChainTo(step)));

    private static bool ServesTwice(IReadOnlyList<Step> chain)
    {
        var served = new HashSet<ServedMark>();
        var filters = new HashSet<SiteName>();
        foreach (var step in chain)
        {
            var isFilterAgain = step.Site.Kind == SiteKind.Filter && !filters.Add(step.Site.Name);
            if (isFilterAgain || step.Served.Any(mark => !served.Add(mark)))
            {
                return true;
            }
        }

        return false;
    }
}
