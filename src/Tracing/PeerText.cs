using Causeway.Queue.Facts;

namespace Causeway.Tracing;

/// <summary>A peer for people: its address, and what it was attributed to.</summary>
internal static class PeerText
{
    public static string? Of(Peer? peer) => (peer, peer?.Site ?? peer?.User) switch
    {
        (null, _) => null,
        (_, null) => peer.Address,
        var (_, name) => $"{peer.Address} ({name})",
    };
}
