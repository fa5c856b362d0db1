using Causeway.Queue.Facts;

namespace Causeway.Tracing;

/// <summary>
/// What a notice says of the message that it is about. The fact that commits it ends its recipients, so the event
/// stands even where the end of the attempt was never recorded.
/// </summary>
internal static class NoticeEvents
{
    public static TraceEvent Of(string site, Accepted message, Accepted notice, NoticeOf about)
    {
        var copy = message.Copies.FirstOrDefault(copy => copy.Number == about.Copy);
        return new TraceEvent(notice.At, site, WordOf(about.Kind), Detail(notice, about.Kind), null, null, null)
        {
            QueueId = message.Id,
            Copy = about.Copy,
            Recipients = about.Recipients,
            NextKind = copy is null ? null : AcceptedEvents.KindOf(copy),
            Next = copy?.Next,
        };
    }

    /// <summary>The state of the recipients after a notice; null where it ends nothing.</summary>
    public static string? StateOf(NoticeKind kind) => kind switch
    {
        NoticeKind.Failed or NoticeKind.Expired => TraceWords.Bounced,
        NoticeKind.Delivered => TraceWords.Delivered,
        NoticeKind.Relayed => TraceWords.Relayed,
        _ => null,
    };

    private static string WordOf(NoticeKind kind) => kind switch
    {
        NoticeKind.Failed or NoticeKind.Expired => TraceWords.Bounce,
        NoticeKind.Delivered => TraceWords.Deliver,
        NoticeKind.Relayed => TraceWords.Relay,
        _ => TraceWords.Notice,
    };

    private static string Detail(Accepted notice, NoticeKind kind) =>
        $"{kind.ToString().ToLowerInvariant()}: notice {notice.Id} to {string.Join(", ", notice.Recipients)}";
}
