using Causeway.Queue.Facts;

namespace Causeway.Tracing;

/// <summary>What to look for; everything that is given must match. Without regard to case.</summary>
public sealed record TraceQuery
{
    /// <summary>The Message-ID, with or without its angle brackets.</summary>
    public string? MessageId { get; init; }

    /// <summary>The id of the trace, or a queue id of one site.</summary>
    public string? Id { get; init; }

    /// <summary>The reverse-path, or its domain with or without <c>@</c>; empty for null.</summary>
    public string? From { get; init; }

    /// <summary>A recipient, as it was named or as routing resolved it, or the domain of one.</summary>
    public string? To { get; init; }

    /// <summary>A part of the subject as the header has it.</summary>
    public string? Subject { get; init; }

    /// <summary>The peer of any event: an address, or a network as <c>192.0.2.0/24</c>.</summary>
    public string? Address { get; init; }

    /// <summary>The outcome of the trace over all sites, one of <see cref="TraceWords.Outcomes"/>.</summary>
    public string? Status { get; init; }

    /// <summary>Accepted or refused at a site at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Accepted or refused at a site before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>At most this many traces; the newest count.</summary>
    public int Limit { get; init; } = 1000;

    /// <summary>True where what a message says of itself, and when it came, fits.</summary>
    internal bool Matches(Accepted message) =>
        (Same(Id, message.TraceId) || Same(Id, message.Id)) && IsInTime(message.At) && SameMessageId(message.MessageId)
        && SameAddress(From, message.From)
        && (To is null || message.Recipients.Concat(message.Copies.SelectMany(copy => copy.Recipients))
            .Any(to => SameAddress(To, to)))
        && (Subject is null || message.Subject?.Contains(Subject, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>True where a refusal's own words fit.</summary>
    internal bool Matches(Refused refusal) =>
        Same(Id, refusal.TraceId) && IsInTime(refusal.At) && SameMessageId(refusal.MessageId)
        && SameAddress(From, refusal.From) && SameAddress(To, refusal.Recipient) && Subject is null;

    /// <summary>Counted refusals have no sender, no recipient and no subject.</summary>
    internal bool Matches(RefusalsCounted counted) =>
        Same(Id, counted.TraceId) && IsInTime(counted.At) && MessageId is null && From is null && To is null
        && Subject is null;

    internal bool IsInTime(DateTimeOffset time) => !(time < Since) && !(time >= Until);

    private static bool Same(string? wanted, string? found) =>
        wanted is null || string.Equals(wanted, found, StringComparison.OrdinalIgnoreCase);

    // Without a local-part it is a domain; the null reverse-path is neither.
    private static bool SameAddress(string? wanted, string? found) =>
        string.IsNullOrEmpty(wanted) || wanted.LastIndexOf('@') > 0
            ? Same(wanted, found)
            : found is not null && found.LastIndexOf('@') is >= 0 and var at
                && found.AsSpan(at + 1).Equals(wanted.AsSpan().TrimStart('@'), StringComparison.OrdinalIgnoreCase);

    private bool SameMessageId(string? found) => MessageId is null || Same(Bare(MessageId), Bare(found));

    private static string? Bare(string? messageId) => messageId?.Trim().TrimStart('<').TrimEnd('>');
}
