using System.Collections.Immutable;

namespace Causeway.Tracing;

/// <summary>
/// One thing that happened to a message at a site. <paramref name="Peer"/> is the other end's address, with the site it
/// was attributed to where there is one.
/// </summary>
public sealed record TraceEvent(
    DateTimeOffset Time, string Site, string Event, string? Detail, string? Peer, string? Tls, string? Reply)
{
    /// <summary>The queue id at the site; null for a refusal.</summary>
    public string? QueueId { get; init; }

    /// <summary>The copy that the event is about, where it is about one.</summary>
    public int? Copy { get; init; }

    public ImmutableArray<string> Recipients { get; init; } = [];

    /// <summary>Where the copy goes: <c>mailbox</c>, <c>site</c>, <c>internet</c> or <c>held</c>.</summary>
    public string? NextKind { get; init; }

    /// <summary>The site or the domain that the copy goes to.</summary>
    public string? Next { get; init; }

    /// <summary>
    /// Milliseconds from the acceptance at this site to this event; null for what is no attempt and no end. Filled in
    /// when the sites are put together, as the next is.
    /// </summary>
    public long? DelayMs { get; init; }

    /// <summary>Milliseconds since the event before, at whichever site; null for the first.</summary>
    public long? SincePreviousMs { get; init; }

    /// <summary>How many refusals this event stands for, where they were counted only.</summary>
    public int? Count { get; init; }
}
