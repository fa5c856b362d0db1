namespace Causeway.Core.Proof.Properties;

/// <summary>P5: no address in two places, nothing delivered twice.</summary>
public sealed class OneHome : IProperty
{
    public string Id => "P5";

    public string Title => "one home: every address has one owner, every copy one mailbox";

    public PropertyResult Judge(Evidence evidence)
    {
        var twice = evidence.Rows(RowFaultKind.TwoOwners).ToList();
        return twice.Count > 0
            ? this.Against(Verdict.Fail, twice[0].Fault.Found, twice.Select(row => row.Path))
            : this.FailsBy(evidence.Paths.Where(DeliversTwice), "a message lands in one mailbox twice",
                "no address has two owners, nothing is delivered twice");
    }

    private static bool DeliversTwice(Path path) =>
        path.Deliveries.GroupBy(step => step.Hop.Recipient).Any(group => group.Count() > 1);
}
