using Causeway.Core.Replies;

namespace Causeway.Core.Proof.Properties;

/// <summary>
/// P4: every recipient is reached from every origin that may reach it, the Internet from every mailbox site; and one to
/// whom insiders alone may write is not reached from outside.
/// </summary>
public sealed class Reach : IProperty
{
    public string Id => "P4";

    public string Title => "reach: everybody can be written to";

    public PropertyResult Judge(Evidence evidence)
    {
        var wanted = evidence.From(OriginClass.Internet).Where(path => path.Start.ToClass == RecipientClass.Known)
            .Concat(evidence.From(OriginClass.Submission).Where(path =>
                path.Start.ToClass is RecipientClass.Known or RecipientClass.Outside or RecipientClass.InsideOnly))
            .Concat(evidence.From(OriginClass.Site).Where(path => path.Start.ToClass == RecipientClass.RoutingDomain))
            .ToList();
        if (!wanted.Any(path => path.Start.Class == OriginClass.Internet))
        {
            return this.Against(
                Verdict.Fail, "no arrow leads in from the Internet", evidence.From(OriginClass.BackDoor));
        }

        var restricted = evidence.From(
                OriginClass.Internet, OriginClass.BackDoor, OriginClass.UnprovenSite, OriginClass.OtherOrganization)
            .Where(path => path.Start.ToClass is RecipientClass.InsideOnly or RecipientClass.AcceptsSome).ToList();
        if (restricted.Exists(path => path.Deliveries.Any() || path.Departures.Any()))
        {
            return this.FailsBy(
                restricted.Where(path => path.Deliveries.Any() || path.Departures.Any()),
                "somebody outside reaches a recipient to whom insiders alone may write", "");
        }

        // Whom a list names, the paths do not tell: that nobody else is refused for another reason, they do.
        var listed = evidence.From(OriginClass.Submission)
            .Where(path => path.Start.ToClass == RecipientClass.AcceptsSome && !path.ArrivesAsAllowed()
                && path.Steps[0].Hop.Refusal != Reason.SenderNotAccepted).ToList();
        wanted.AddRange(listed);
        var result = this.FailsBy(wanted.Where(path => !path.ArrivesAsAllowed()),
            "a recipient cannot be reached", $"{wanted.Count} ways tried, all arrive"
            + (restricted.Count == 0 ? ""
                : $"; {restricted.Count} from outside to whom only insiders may write, none does"));
        var dangling = evidence.Rows(RowFaultKind.DanglingMember).ToList();
        return dangling.Count > 0 && result.Verdict == Verdict.Pass
            ? this.Against(Verdict.Fail, dangling[0].Fault.Found, dangling.Select(row => row.Path))
            : result;
    }
}
