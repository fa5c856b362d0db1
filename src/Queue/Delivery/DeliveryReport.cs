using System.Collections.Immutable;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Delivery;

/// <summary>
/// How each recipient of an attempt fared; <see cref="Outcome.Held"/> is a refusal for good, of which the sender is
/// told
/// where that may be. A recipient that is not named counts as deferred. The peer is null where no connection was made.
/// </summary>
public sealed record DeliveryReport(ImmutableArray<Result> Results, Peer? Peer)
{
    /// <summary>The reverse-path under which it was sent, where that is not the one of the message.</summary>
    public string? ReversePath { get; init; }

    /// <summary>The address of this site from which the connection was made, or tried last.</summary>
    public string? Source { get; init; }

    /// <summary>The pool of that address and why it was chosen, where the copy left for the Internet.</summary>
    public string? Pool { get; init; }

    /// <summary>True where the next hop took the sender's wish for notices over (RFC 3461 section 5.2.2).</summary>
    public bool IsNotifyPassedOn { get; init; }

    /// <summary>
    /// True where no session came about: this says nothing of the message, and everything of the next hop.
    /// </summary>
    public bool IsUnreachable { get; init; }
}
