namespace Causeway.RelayBench;

/// <summary>What to run, how often, and where.</summary>
internal sealed record BenchOptions
{
    /// <summary>The path of causeway.dll, the release build.</summary>
    public required string App { get; init; }

    /// <summary>bench/relay, where the settings of both sides lie.</summary>
    public required string Here { get; init; }

    /// <summary>The folder on the disk that both sides use, one after the other.</summary>
    public required string Folder { get; init; }

    public required int Messages { get; init; }

    public required int PeerMessages { get; init; }

    public required int Runs { get; init; }

    /// <summary>One case alone, for trials.</summary>
    public string? Only { get; init; }

    public bool WithPeer { get; init; }

    public bool Json { get; init; }
}
