using System.Net;

namespace Causeway.Authentication.SkipListing;

/// <summary>Who handed a message to the first server before ours.</summary>
/// <param name="Address">From where it connected: what SPF and reputation are asked for.</param>
/// <param name="Helo">What it called itself; null where nobody wrote it down.</param>
/// <param name="HopsSkipped">The hops that were passed over; none where the peer itself is the source.</param>
/// <param name="Reason">How it was found, or why the peer had to stand for it; a sentence for people.</param>
public sealed record TrueSource(IPAddress Address, string? Helo, int HopsSkipped, string Reason)
{
    /// <summary>False where nothing usable was found, and the peer stands for the source.</summary>
    public required bool IsFound { get; init; }
}
