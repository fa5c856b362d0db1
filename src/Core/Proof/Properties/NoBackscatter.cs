namespace Causeway.Core.Proof.Properties;

/// <summary>
/// P8: unknown recipients are refused in session at the first site, so that nothing bounces to strangers.
/// </summary>
public sealed class NoBackscatter : IProperty
{
    public string Id => "P8";

    public string Title => "no backscatter: unknown recipients are refused at the first site";

    public PropertyResult Judge(Evidence evidence)
    {
        var fromInternet = evidence.From(OriginClass.Internet).ToList();
        var late = fromInternet.Where(path =>
            path.Start.ToClass == RecipientClass.Unknown && !path.IsRefusedAtOnce).ToList();
        var relayed = fromInternet.Where(path =>
            path.Start.ToClass == RecipientClass.UnknownInRelayDomain && !path.IsRefusedAtOnce).ToList();
        return late.Count == 0 && relayed.Count > 0
            ? this.Against(Verdict.Warn,
                "an internal-relay domain is accepted without a list of its recipients; what is refused later bounces",
                relayed)
            : this.FailsBy(late, "an unknown recipient is accepted and would bounce later",
                "unknown recipients are refused at RCPT TO of the first site");
    }
}
