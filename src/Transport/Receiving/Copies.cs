using System.Collections.Immutable;
using Causeway.Core.Routing;
using Causeway.Queue.Facts;
using Hop = Causeway.Core.Routing.Hop;

namespace Causeway.Transport.Receiving;

/// <summary>
/// Rule 4: after resolution, one copy for each next hop, each recipient in it once. What a mailbox forwards is a copy
/// of its own, since it bears the mailbox.
/// </summary>
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
                    Add(byNextHop, destination.Kind, destination.Next, hop, given[i]);
                }
            }
        }

        return [.. byNextHop.Select((copy, number) => copy.ToCopy(number))];
    }

    private static void Add(List<Building> copies, DestinationKind kind, string next, Hop hop, string given)
    {
        var recipient = hop.Recipient.ToString();
        var alike = copies.FindAll(copy => copy.Kind == kind && copy.Next == next);
        if (alike.Exists(copy => copy.Has(recipient)))
        {
            return;
        }

        var forwarders = Forwarders(hop);
        var copy = alike.Find(copy => copy.Forwarders.SequenceEqual(forwarders, StringComparer.Ordinal));
        if (copy is null)
        {
            copies.Add(copy = new Building(kind, next, forwarders));
        }

        copy.Add(recipient, given);
    }

    // What is sent on bears who forwarded it; a mailbox here gets the octets as they came.
    private static ImmutableArray<string> Forwarders(Hop hop) => hop.Action == HopAction.Relay
        ? [.. hop.ForwardedBy.Select(mailbox => mailbox.ToString())]
        : [];

    private static (DestinationKind Kind, string Next)? Destination(Hop hop) => hop switch
    {
        { Action: HopAction.Deliver } => (DestinationKind.Mailbox, ""),
        { Action: HopAction.Relay, Next: { Site: { } site } } => (DestinationKind.Site, site.Value),
        { Action: HopAction.Relay } => (DestinationKind.Internet, hop.Recipient.Domain.Value),
        { Action: HopAction.Refuse } => (DestinationKind.Held, hop.Reply!.ToString()),
        _ => null,
    };

    private sealed class Building(DestinationKind kind, string next, ImmutableArray<string> forwarders)
    {
        private readonly List<string> recipients = [];
        private readonly List<string> givens = [];

        public DestinationKind Kind => kind;

        public string Next => next;

        public ImmutableArray<string> Forwarders => forwarders;

        public bool Has(string recipient) => recipients.Contains(recipient, StringComparer.OrdinalIgnoreCase);

        public void Add(string recipient, string given)
        {
            recipients.Add(recipient);
            givens.Add(given);
        }

        public Copy ToCopy(int number) => new(number, kind, next, [.. recipients])
        {
            ForwardedBy = forwarders.IsEmpty ? null : forwarders,
            Given = recipients.SequenceEqual(givens, StringComparer.Ordinal) ? null : [.. givens],
        };
    }
}
