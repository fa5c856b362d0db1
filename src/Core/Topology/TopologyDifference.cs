namespace Causeway.Core.Topology;

/// <summary>A value of the model that is not what it was; null where it was, or is, not there.</summary>
public sealed record TopologyDifference(string Path, string? Before, string? After)
{
    /// <summary>True for what a site reads when it starts, and not while it runs.</summary>
    public bool IsForNextStart =>
        Path.EndsWith(".watch.listen", StringComparison.Ordinal)
        || Path.EndsWith(".watch.otlp", StringComparison.Ordinal);

    public override string ToString() =>
        $"{Path}: {Before ?? "none"} -> {After ?? "none"}{(IsForNextStart ? " (at the next start)" : "")}";
}
