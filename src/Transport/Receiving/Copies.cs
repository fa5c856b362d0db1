using System.Collections.Immutable;
using Causeway.Core.Routing;
using Causeway.Queue.Facts;
using Hop = Causeway.Core.Routing.Hop;

namespace Causeway.Transport.Receiving;

/// <summary>Rule 4: after resolution, one copy for each next hop, each recipient in it once.</summary>
public static class Copies
{
    public static ImmutableArray<Copy> Of(ImmutableArray<Decision> decisions)
    {
        var byNextHop = new List<(DestinationKind Kind, string Next, List<string> Recipients)>();
        foreach (var hop in decisions.SelectMany(decision => decision.Hops))
        {
            if (Destination(hop) is not { } destination)
            {
                continue;
            }

            var copy = byNextHop.Find(copy => copy.Kind == destination.Kind && copy.Next == destination.Next);
            if (copy.Recipients is null)
            {
                copy = (destination.Kind, destination.Next, []);
                byNextHop.Add(copy);
            }

            var recipient = hop.Recipient.ToString();
            if (!copy.Recipients.Contains(recipient, StringComparer.OrdinalIgnoreCase))
            {
                copy.Recipients.Add(recipient);
            }
        }

        return [.. byNextHop.Select((copy, number) => new Copy(number, copy.Kind, copy.Next, [.. copy.Recipients]))];
    }

    private static (DestinationKind Kind, string Next)? Destination(Hop hop) => hop switch
    {
        { Action: HopAction.Deliver } => (DestinationKind.Mailbox, ""),
        { Action: HopAction.Relay, Next: { Site: { } site } } => (DestinationKind.Site, site.Value),
        { Action: HopAction.Relay } => (DestinationKind.Internet, hop.Recipient.Domain.Value),
        { Action: HopAction.Refuse } => (DestinationKind.Held, hop.Reply!.ToString()),
        _ => null,
    };
}
