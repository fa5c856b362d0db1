using System.Collections.Immutable;

namespace Causeway.Core.Routing;

/// <summary>
/// What a site does with one recipient: at least one hop, in order, and what it served in doing so. The recipient as a
/// whole is refused where the first hop is a refusal; a later refusal concerns one member or target alone, unless it is
/// one for now.
/// </summary>
public sealed record Decision(ImmutableArray<Hop> Hops, ImmutableArray<ServedMark> Served)
{
    public bool IsRefused => Hops[0].Action == HopAction.Refuse;

    /// <summary>
    /// What the recipient as a whole is told; null where it is taken. A member or target that has to wait makes all of
    /// it wait where it is: once it is taken, nobody would ask again.
    /// </summary>
    public Hop? Refusal => IsRefused
        ? Hops[0]
        : Hops.FirstOrDefault(hop => hop is { Action: HopAction.Refuse, Reply.IsTransient: true });

    internal static Decision Of(Hop hop) => new([hop], []);
}
