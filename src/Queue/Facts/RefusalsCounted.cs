using System.Collections.Immutable;

namespace Causeway.Queue.Facts;

/// <summary>
/// More refusals came from one source within a second than are written one by one: these were counted only. So were
/// further connections that did nothing.
/// </summary>
public sealed record RefusalsCounted : Fact
{
    /// <summary>The name of these refusals in the trace.</summary>
    public required string TraceId { get; init; }

    /// <summary>An IPv4 address, an IPv6 network of 64 bits, or <see cref="Others"/>.</summary>
    public required string Source { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset Until { get; init; }

    /// <summary>The refusals that were not written.</summary>
    public required int Count { get; init; }

    /// <summary>How many of them each reply had.</summary>
    public required ImmutableArray<ReplyCount> Replies { get; init; }

    /// <summary>The connections that did nothing and were not written.</summary>
    public required int Sessions { get; init; }

    /// <summary>The sources together for which there was no room to count them apart.</summary>
    public const string Others = "others";
}
