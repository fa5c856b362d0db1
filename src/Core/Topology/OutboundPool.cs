namespace Causeway.Core.Topology;

/// <summary>
/// From which addresses mail leaves for the Internet, by how others will judge it: what our users write, what nobody
/// vouches for, and what others wrote and we only pass on.
/// </summary>
public enum OutboundPool
{
    Normal,
    HighRisk,
    Relay,
}
