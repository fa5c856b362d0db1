namespace Causeway.Core.Topology;

/// <summary>A value of the model that is not what it was; null where it was, or is, not there.</summary>
public sealed record TopologyDifference(string Path, string? Before, string? After)
{
    public override string ToString() => $"{Path}: {Before ?? "none"} -> {After ?? "none"}";
}
