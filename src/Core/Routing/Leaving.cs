using Causeway.Core.Addresses;

namespace Causeway.Core.Routing;

/// <summary>What the site that sends a message to the Internet knows of it.</summary>
/// <param name="From">The reverse-path as it came, before it is rewritten.</param>
public readonly record struct Leaving(ReversePath From)
{
    public Entry Entry { get; init; }

    /// <summary>True where the sender is over a limit.</summary>
    public bool IsOverLimit { get; init; }

    /// <summary>
    /// True where it was to be signed here (DKIM), and From names no domain for which that can be done.
    /// </summary>
    public bool LacksSignature { get; init; }
}
