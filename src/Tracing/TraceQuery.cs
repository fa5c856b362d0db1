using Causeway.Queue.Facts;

namespace Causeway.Tracing;

/// <summary>What to look for; everything that is given must match. Without regard to case.</summary>
public sealed record TraceQuery
{
    /// <summary>The Message-ID, with or without its angle brackets.</summary>
    public string? MessageId { get; init; }

    /// <summary>The id of the trace, or a queue id of one site.</summary>
    public string? Id { get; init; }

    /// <summary>The reverse-path; empty for null.</summary>
    public string? From { get; init; }

    /// <summary>A recipient, as it was named or as routing resolved it.</summary>
    public string? To { get; init; }

    /// <summary>At most this many traces; the newest count.</summary>
    public int Limit { get; init; } = 1000;

    internal string? Match(Fact fact) => fact switch
    {
        Accepted a when (Same(Id, a.TraceId) || Same(Id, a.Id)) && SameMessageId(a.MessageId) && Same(From, a.From)
            && (To is null || a.Recipients.Concat(a.Copies.SelectMany(copy => copy.Recipients)).Any(to => Same(To, to)))
            => a.TraceId,
        Refused r when Same(Id, r.TraceId) && SameMessageId(r.MessageId) && Same(From, r.From) && Same(To, r.Recipient)
            => r.TraceId,
        _ => null,
    };

    private static bool Same(string? wanted, string? found) =>
        wanted is null || string.Equals(wanted, found, StringComparison.OrdinalIgnoreCase);

    private bool SameMessageId(string? found) => MessageId is null || Same(Bare(MessageId), Bare(found));

    private static string? Bare(string? messageId) => messageId?.Trim().TrimStart('<').TrimEnd('>');
}
