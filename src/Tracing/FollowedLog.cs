using System.Runtime.CompilerServices;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;

namespace Causeway.Tracing;

/// <summary>
/// One site's log, read on from where it was left, with the newest messages that later facts are about.
/// </summary>
internal sealed class FollowedLog(string site, IDisk spool, int room)
{
    private readonly NewestIds<Accepted> messages = new(room);
    private LogPosition position;

    /// <summary>The facts that were written since the last call.</summary>
    public async IAsyncEnumerable<Fact> ReadOnAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var record in FactLog.ReadAsync(spool, position, ct).ConfigureAwait(false))
        {
            position = record.Next;
            if (record.Fact is Accepted message)
            {
                messages.Add(message.Id, message);
            }

            yield return record.Fact;
        }
    }

    /// <summary>The message that a fact is about; null where it is about none, or about one too long ago.</summary>
    public Accepted? MessageOf(Fact fact) => fact switch
    {
        Accepted message => message,
        Ended end => messages.Find(end.Id),
        Ordered order => messages.Find(order.Id),
        _ => null,
    };

    /// <summary>The events that a fact is, each with its message.</summary>
    public IEnumerable<TraceRow> RowsOf(Fact fact) => fact switch
    {
        Accepted { Notice: { } about } notice when messages.Find(about.Id) is { } message =>
            [.. Rows(notice, AcceptedEvents.Of(site, notice)),
                .. Rows(message, [NoticeEvents.Of(site, message, notice, about)])],
        Accepted message => Rows(message, AcceptedEvents.Of(site, message)),
        Ended end when MessageOf(end) is { } message => Rows(message, EndedEvents.Of(site, message, end, [])),
        Ordered order when MessageOf(order) is { } message => Rows(message, OrderedEvents.Of(site, order)),
        RefusalsCounted counted => [TraceRow.Of(HeadOf(counted), RefusedEvents.Of(site, counted), null)],
        Refused refusal => [TraceRow.Of(HeadOf(refusal), RefusedEvents.Of(site, refusal), null)],
        _ => [],
    };

    private static IEnumerable<TraceRow> Rows(Accepted message, IEnumerable<TraceEvent> events)
    {
        var head = new MessageTrace(message.TraceId, message.MessageId, message.From, message.Recipients, "", [])
        {
            Subject = message.Subject,
        };
        return events.Select(e => TraceRow.Of(head, e, null) with { DelayMs = TraceDelays.Of(e, message.At) });
    }

    private static MessageTrace HeadOf(Refused refusal) => new(
        refusal.TraceId, refusal.MessageId, refusal.From, refusal.Recipient is null ? [] : [refusal.Recipient], "", []);

    private static MessageTrace HeadOf(RefusalsCounted counted) => new(counted.TraceId, null, null, [], "", []);
}
