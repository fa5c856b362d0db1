using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Proof.Properties;

/// <summary>P6: nobody relays to other domains who may not, judged by the address in RCPT TO.</summary>
public sealed class NoOpenRelay : IProperty
{
    public string Id => "P6";

    public string Title => "no open relay: strangers and partners write to our domains only";

    public PropertyResult Judge(Evidence evidence)
    {
        var strangers = evidence.To(RecipientClass.Outside)
            .Where(path => MayNotRelay(evidence, path.Start)).ToList();
        var open = strangers.Where(path => !path.IsRefusedAtOnce).ToList();
        if (open.Count > 0)
        {
            return this.FailsBy(open, "somebody who may not relay can send to other domains", "");
        }

        // A notice may come back by an address that was made here; nothing else passes, and no other address.
        var returns = evidence.To(RecipientClass.ReturnAddress).Where(path => !path.Start.From.IsNull)
            .Concat(evidence.To(RecipientClass.ForgedReturnAddress)).ToList();
        return this.FailsBy(returns.Where(path => path.Departures.Any() || path.Deliveries.Any()),
            "a return address (SRS) relays for strangers",
            $"{strangers.Count} tries refused at RCPT TO, {returns.Count} by return addresses lead nowhere");
    }

    private static bool MayNotRelay(Evidence evidence, Start start) => start.Class switch
    {
        OriginClass.Internet or OriginClass.BackDoor or OriginClass.UnprovenSite or OriginClass.OtherOrganization
            => true,
        OriginClass.Site => start.Seen is Origin.FromSite from
            && evidence.Sites.Any(site => site.Name == from.Site && site.Kind == SiteKind.Filter),
        _ => false,
    };
}
