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
        return this.FailsBy(strangers.Where(path => !path.IsRefusedAtOnce),
            "somebody who may not relay can send to other domains", $"{strangers.Count} tries refused at RCPT TO");
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
