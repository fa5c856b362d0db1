namespace Causeway.Core.Topology;

/// <summary>
/// What a mailbox answers by itself, once to each correspondent (docs/automatic-replies.md). A text that is null is not
/// sent.
/// </summary>
public sealed record AutomaticReply
{
    /// <summary>The most characters of a text.</summary>
    public const int LongestText = 16_384;

    /// <summary>The most characters of a subject.</summary>
    public const int LongestSubject = 200;

    /// <summary>What the organization's own people read.</summary>
    public string? Inside { get; init; }

    /// <summary>What everybody else reads.</summary>
    public string? Outside { get; init; }

    /// <summary>The subject of the reply; null for that of the message behind <c>Automatic reply:</c>.</summary>
    public string? Subject { get; init; }

    /// <summary>From when on; null for at once.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Until when, that moment not included; null for ever.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why it cannot be used, a sentence each; none where it can.</summary>
    public IEnumerable<string> Faults()
    {
        if (Inside is { Length: > LongestText } || Outside is { Length: > LongestText })
        {
            yield return $"an automatic reply is longer than {LongestText} characters; shorten it.";
        }

        if (Subject is { Length: > LongestSubject } || Subject?.AsSpan().IndexOfAny('\r', '\n') >= 0)
        {
            yield return $"the subject is longer than a line of {LongestSubject} characters; shorten it.";
        }

        if (From >= Until)
        {
            yield return "the automatic reply ends before it begins; write a later --until.";
        }
    }

    public bool IsActive(DateTimeOffset now) => !(now < From) && !(now >= Until);

    /// <summary>The text that a correspondent reads; null where there is none.</summary>
    public string? TextFor(ReplyText which) => which switch
    {
        ReplyText.Inside => Inside,
        ReplyText.Outside => Outside,
        _ => null,
    };
}
