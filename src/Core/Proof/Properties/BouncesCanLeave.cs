namespace Causeway.Core.Proof.Properties;

/// <summary>P10: bounces can leave from every site that holds mailboxes, and forwards where they are allowed.</summary>
public sealed class BouncesCanLeave : IProperty
{
    public string Id => "P10";

    public string Title => "bounces and forwards can leave";

    public PropertyResult Judge(Evidence evidence)
    {
        var own = evidence.From(OriginClass.OwnMail)
            .Where(path => path.Start.ToClass == RecipientClass.Outside).ToList();
        return this.FailsBy(own.Where(path => !path.Arrives), "a bounce or a forward cannot leave",
            $"from {own.Select(path => path.Start.At).Distinct().Count()} sites, by way of "
            + string.Join(", ", own.SelectMany(path => path.Departures).Select(step => step.Site.Name).Distinct()));
    }
}
