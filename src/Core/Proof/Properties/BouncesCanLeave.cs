namespace Causeway.Core.Proof.Properties;

/// <summary>
/// P10: bounces can leave from every site that holds mailboxes, and forwards where they are allowed; the bounce of a
/// forward finds its way back.
/// </summary>
public sealed class BouncesCanLeave : IProperty
{
    public string Id => "P10";

    public string Title => "bounces and forwards can leave";

    public PropertyResult Judge(Evidence evidence)
    {
        var own = evidence.From(OriginClass.OwnMail)
            .Where(path => path.Start.ToClass == RecipientClass.Outside).ToList();
        var returns = evidence.From(OriginClass.Internet).Concat(evidence.From(OriginClass.OwnMail))
            .Where(path => path.Start.ToClass == RecipientClass.ReturnAddress && path.Start.From.IsNull).ToList();
        if (own.TrueForAll(path => path.Arrives) && returns.Exists(path => !path.Arrives))
        {
            return this.FailsBy(
                returns.Where(path => !path.Arrives), "the bounce of a forward does not find the sender", "");
        }

        return this.FailsBy(own.Where(path => !path.Arrives), "a bounce or a forward cannot leave",
            $"from {Judgement.Count(own.Select(path => path.Start.At).Distinct().Count(), "site")}, by way of "
            + string.Join(", ", own.SelectMany(path => path.Departures).Select(step => step.Site.Name).Distinct()));
    }
}
