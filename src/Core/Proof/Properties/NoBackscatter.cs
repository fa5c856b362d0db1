namespace Causeway.Core.Proof.Properties;

/// <summary>
/// P8: recipients who are unknown, or to whom strangers may not write, are refused in session at the first site, so
/// that nothing bounces to strangers.
/// </summary>
public sealed class NoBackscatter : IProperty
{
    public string Id => "P8";

    public string Title => "no backscatter: unknown recipients are refused at the first site";

    public PropertyResult Judge(Evidence evidence)
    {
        var fromInternet = evidence.From(OriginClass.Internet).ToList();
        var late = fromInternet.Where(path => !path.IsRefusedAtOnce
            && (path.Start.ToClass is RecipientClass.Unknown or RecipientClass.InsideOnly or RecipientClass.AcceptsSome
                || IsNoReturn(path.Start))).ToList();
        var relayed = fromInternet.Where(path =>
            path.Start.ToClass == RecipientClass.UnknownInRelayDomain && !path.IsRefusedAtOnce).ToList();
        return late.Count == 0 && relayed.Count > 0
            ? this.Against(Verdict.Warn,
                "an internal-relay domain is accepted without a list of its recipients; what is refused later bounces",
                relayed)
            : this.FailsBy(late, "a recipient is accepted who is refused later, and would bounce",
                "unknown recipients are refused at RCPT TO of the first site");
    }

    // A return address that nobody made may be found out later: without a reverse-path nobody is told.
    private static bool IsNoReturn(Start start) => !start.From.IsNull
        && start.ToClass is RecipientClass.ReturnAddress or RecipientClass.ForgedReturnAddress;
}
