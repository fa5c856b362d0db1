using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;

namespace Causeway.Core.Topology;

/// <summary>
/// The addresses from which a site sends to the Internet, for each pool; a pool without addresses is not given.
/// </summary>
public sealed record OutboundPools
{
    public static OutboundPools None { get; } = new();

    public ImmutableArray<IPAddress> Normal { get; init; } = [];

    public ImmutableArray<IPAddress> HighRisk { get; init; } = [];

    public ImmutableArray<IPAddress> Relay { get; init; } = [];

    public bool IsEmpty => Normal.IsEmpty && HighRisk.IsEmpty && Relay.IsEmpty;

    /// <summary>Every address with its pool, pool by pool.</summary>
    public IEnumerable<(OutboundPool Pool, IPAddress Address)> All =>
        Enum.GetValues<OutboundPool>().SelectMany(pool => this[pool].Select(address => (pool, address)));

    public ImmutableArray<IPAddress> this[OutboundPool pool] => pool switch
    {
        OutboundPool.Normal => Normal,
        OutboundPool.HighRisk => HighRisk,
        OutboundPool.Relay => Relay,
        _ => throw new UnreachableException(),
    };

    /// <summary>As the file, the trace and the header call a pool.</summary>
    public static string Word(OutboundPool pool) => pool switch
    {
        OutboundPool.Normal => "normal",
        OutboundPool.HighRisk => "high-risk",
        OutboundPool.Relay => "relay",
        _ => throw new UnreachableException(),
    };
}
