using System.Collections.Immutable;

namespace Causeway.Core.Routing;

/// <summary>
/// What a site does with one recipient: at least one hop, in order, and what it served in doing so. The recipient as a
/// whole is refused where the first hop is a refusal; a later refusal concerns one member or target alone.
/// </summary>
public sealed record Decision(ImmutableArray<Hop> Hops, ImmutableArray<ServedMark> Served)
{
    public bool IsRefused => Hops[0].Action == HopAction.Refuse;

    internal static Decision Of(Hop hop) => new([hop], []);
}
