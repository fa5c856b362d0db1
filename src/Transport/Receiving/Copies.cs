using System.Collections.Immutable;
using Causeway.Core.Routing;
using Causeway.Queue.Facts;
using Hop = Causeway.Core.Routing.Hop;

namespace Causeway.Transport.Receiving;

/// <summary>Rule 4: after resolution, one copy for each next hop, each recipient in it once.</summary>
public static class Copies
{
    /// <param name="given">The addresses in RCPT, in the order of their decisions.</param>
    /// <param name="decisions">What routing decided for each of them.</param>
    public static ImmutableArray<Copy> Of(ImmutableArray<string> given, ImmutableArray<Decision> decisions)
    {
        var byNextHop = new List<Building>();
        for (var i = 0; i < decisions.Length; i++)
        {
            foreach (var hop in decisions[i].Hops)
            {
                if (Destination(hop) is { } destination)
                {
                    Of(byNextHop, destination.Kind, destination.Next).Add(hop.Recipient.ToString(), given[i]);
                }
            }
        }

        return [.. byNextHop.Select((copy, number) => copy.ToCopy(number))];
    }

    private static Building Of(List<Building> copies, DestinationKind kind, string next)
    {
        var copy = copies.Find(copy => copy.Kind == kind && copy.Next == next);
        if (copy is null)
        {
            copies.Add(copy = new Building(kind, next));
        }

        return copy;
    }

    private static (DestinationKind Kind, string Next)? Destination(Hop hop) => hop switch
    {
        { Action: HopAction.Deliver } => (DestinationKind.Mailbox, ""),
        { Action: HopAction.Relay, Next: { Site: { } site } } => (DestinationKind.Site, site.Value),
        { Action: HopAction.Relay } => (DestinationKind.Internet, hop.Recipient.Domain.Value),
        { Action: HopAction.Refuse } => (DestinationKind.Held, hop.Reply!.ToString()),
        _ => null,
    };

    private sealed class Building(DestinationKind kind, string next)
    {
        private readonly List<string> recipients = [];
        private readonly List<string> givens = [];

        public DestinationKind Kind => kind;

        public string Next => next;

        public void Add(string recipient, string given)
        {
            if (!recipients.Contains(recipient, StringComparer.OrdinalIgnoreCase))
            {
                recipients.Add(recipient);
                givens.Add(given);
            }
        }

        public Copy ToCopy(int number) => new(number, kind, next, [.. recipients])
        {
            Given = recipients.SequenceEqual(givens, StringComparer.Ordinal) ? null : [.. givens],
        };
    }
}
