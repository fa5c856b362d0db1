using Causeway.Core.Topology;

namespace Causeway.Core.Proof.Properties;

/// <summary>P1: every accepted way from the Internet to a mailbox passes exactly one filter.</summary>
public sealed class Filtered : IProperty
{
    public string Id => "P1";

    public string Title => "filtered: mail from the Internet passes exactly one filter";

    public PropertyResult Judge(Evidence evidence)
    {
        var declared = evidence.Sites.Where(site => site.Kind == SiteKind.Filter).ToList();
        if (declared.Count == 0)
        {
            return this.Says(Verdict.NotApplicable, "the file declares no filter");
        }

        var inward = evidence.From(
            OriginClass.Internet, OriginClass.BackDoor, OriginClass.UnprovenSite, OriginClass.OtherOrganization)
            .ToList();
        var unfiltered = inward.Where(path => path.Deliveries.Any(end => Filters(path, end) != 1));
        var result = this.FailsBy(unfiltered, "mail reaches a mailbox past the filter, or is filtered twice",
            $"every way in passes {string.Join(" or ", declared.Select(site => site.Name))} once");
        var idle = declared.FirstOrDefault(site =>
            !evidence.From(OriginClass.Internet).Any(path => path.Steps.Any(step => step.Site.Name == site.Name)));
        return idle is not null && result.Verdict == Verdict.Pass
            ? this.Against(Verdict.Fail, $"no way from the Internet passes the filter {idle.Name}", inward)
            : result;
    }

    private static int Filters(Path path, Step delivery) =>
        path.ChainTo(delivery).Count(step => step.Site.Kind == SiteKind.Filter);
}
