namespace Causeway.Core.Proof.Properties;

/// <summary>
/// P4: every recipient is reached from every origin that may reach it, the Internet from every mailbox site.
/// </summary>
public sealed class Reach : IProperty
{
    public string Id => "P4";

    public string Title => "reach: everybody can be written to";

    public PropertyResult Judge(Evidence evidence)
    {
        var wanted = evidence.From(OriginClass.Internet).Where(path => path.Start.ToClass == RecipientClass.Known)
            .Concat(evidence.From(OriginClass.Submission).Where(path =>
                path.Start.ToClass is RecipientClass.Known or RecipientClass.Outside))
            .Concat(evidence.From(OriginClass.Site).Where(path => path.Start.ToClass == RecipientClass.RoutingDomain))
            .ToList();
        if (!wanted.Any(path => path.Start.Class == OriginClass.Internet))
        {
            return this.Against(
                Verdict.Fail, "no arrow leads in from the Internet", evidence.From(OriginClass.BackDoor));
        }

        var result = this.FailsBy(wanted.Where(path => !path.ArrivesAsAllowed()),
            "a recipient cannot be reached", $"{wanted.Count} ways tried, all arrive");
        var dangling = evidence.Rows(RowFaultKind.DanglingMember).ToList();
        return dangling.Count > 0 && result.Verdict == Verdict.Pass
            ? this.Against(Verdict.Fail, dangling[0].Fault.Found, dangling.Select(row => row.Path))
            : result;
    }
}
