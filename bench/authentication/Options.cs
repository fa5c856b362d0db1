namespace Causeway.AuthenticationBench;

/// <summary>What to run, and how often.</summary>
internal sealed record Options
{
    /// <summary>For what peers read.</summary>
    public required string Folder { get; init; }

    /// <summary>Folders of real messages.</summary>
    public required IReadOnlyList<string> Corpora { get; init; }

    /// <summary>How often the one message is verified and signed in a run.</summary>
    public required int Count { get; init; }

    /// <summary>How many of the real messages the peer judges in a run.</summary>
    public required int PeerMessages { get; init; }

    public required int Runs { get; init; }

    public bool WithPeer { get; init; }
}
