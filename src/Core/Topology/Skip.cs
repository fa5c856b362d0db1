using System.Collections.Immutable;
using System.Net;
using Causeway.Core.Addresses;

namespace Causeway.Core.Topology;

/// <summary>
/// Whose addresses are passed over on the way back to who handed a message to the first server before this site:
/// nobody's, the last address's, those of a list, or both. Private addresses are passed over in any case.
/// </summary>
public sealed record Skip
{
    public static Skip None { get; } = new();

    public static Skip LastAddress { get; } = new() { Last = true };

    /// <summary>True where the address that connected is passed over, whoever's it is.</summary>
    public bool Last { get; init; }

    public ImmutableArray<IPNetwork> Addresses { get; init; } = [];

    /// <summary>
    /// The recipients for whom what was found counts, and only if a message goes to nobody else; empty for everybody.
    /// </summary>
    public ImmutableArray<EmailAddress> OnlyFor { get; init; } = [];

    public bool IsNone => !Last && Addresses.IsEmpty;
}
