namespace Causeway.Core.Proof.Properties;

/// <summary>P7: mail that did not come by the first inbound arrow is refused, the routing domain included.</summary>
public sealed class BackDoors : IProperty
{
    public string Id => "P7";

    public string Title => "back doors: Internet mail comes in by the first arrow only";

    public PropertyResult Judge(Evidence evidence)
    {
        var first = evidence.From(OriginClass.Internet).Select(path => path.Start.At).Distinct().ToHashSet();
        var tries = evidence.From(
                OriginClass.Internet, OriginClass.BackDoor, OriginClass.UnprovenSite, OriginClass.OtherOrganization)
            .Where(path => path.Start.ToClass != RecipientClass.Outside)
            .Where(path => path.Start.ToClass == RecipientClass.RoutingDomain || !first.Contains(path.Start.At))
            .ToList();
        if (tries.Count == 0)
        {
            return this.Says(Verdict.NotApplicable, "the first site of inbound is the only one");
        }

        if (evidence.Doors.Where(door => door is { IsFirst: false, IsTaken: true }).ToList() is { Count: > 0 } open)
        {
            return this.Against(Verdict.Fail,
                string.Join("; ", open.Select(door => $"{door.Site} took mail from a stranger: {door.Reply}")),
                tries.Where(path => open.Exists(door => door.Site == path.Start.At)));
        }

        return this.FailsBy(tries.Where(path => !path.IsRefusedAtOnce),
            "mail gets in by a door that should be locked", $"{tries.Count} tries refused at RCPT TO");
    }
}
