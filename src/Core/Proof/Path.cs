using System.Collections.Immutable;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Proof;

/// <summary>
/// One act at one site on a message's way. <see cref="Parent"/> is the index of the relay that led here, null at the
/// first site; <see cref="Over"/> is the connector of that relay; <see cref="Served"/> what the site served for it.
/// </summary>
public sealed record Step(
    int? Parent, Site Site, Origin Seen, Hop Hop, Connector? Over, ImmutableArray<ServedMark> Served)
{
    /// <summary>True where this act is the last one for its recipient.</summary>
    public bool IsEnd =>
        Hop.Action is HopAction.Refuse or HopAction.Deliver
        || Hop is { Action: HopAction.Relay, Next.IsInternet: true };
}

/// <summary>The whole way of one message: a tree of steps in the order in which they happen.</summary>
public sealed record Path(Start Start, ImmutableArray<Step> Steps)
{
    public IEnumerable<Step> Ends => Steps.Where(step => step.IsEnd);

    public IEnumerable<Step> Deliveries => Steps.Where(step => step.Hop.Action == HopAction.Deliver);

    public IEnumerable<Step> Departures =>
        Steps.Where(step => step.Hop is { Action: HopAction.Relay, Next.IsInternet: true });

    public IEnumerable<Step> Refusals => Steps.Where(step => step.Hop.Action == HopAction.Refuse);

    /// <summary>True where the very first site refuses: nothing was accepted, nothing bounces.</summary>
    public bool IsRefusedAtOnce => Steps[0].Hop.Action == HopAction.Refuse;

    /// <summary>True where every branch ends in a mailbox or leaves for the Internet.</summary>
    public bool Arrives => !Refusals.Any() && Ends.Any();

    /// <summary>The relays that led to a step, the first site first, the step itself last.</summary>
    public IReadOnlyList<Step> ChainTo(Step end)
    {
        var chain = new List<Step> { end };
        for (var parent = end.Parent; parent is { } index; parent = Steps[index].Parent)
        {
            chain.Insert(0, Steps[index]);
        }

        return chain;
    }
}
