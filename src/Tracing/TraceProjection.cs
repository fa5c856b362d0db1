using System.Collections.Immutable;
using Causeway.Queue.Facts;

namespace Causeway.Tracing;

/// <summary>
/// The traces of one site as its facts tell them; reading the log again yields the same. <paramref name="isWanted"/>
/// chooses by trace id, so that a search keeps no more than it returns.
/// </summary>
public sealed class TraceProjection(string site, Predicate<string> isWanted)
{
    private readonly Dictionary<string, Building> traces = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Id, int Copy), List<TraceEvent>> notices = [];
    private readonly Dictionary<string, Accepted> messages = new(StringComparer.Ordinal);

    /// <summary>The traces in the order of their first events.</summary>
    public IEnumerable<MessageTrace> Traces => traces.Select(entry => entry.Value.ToTrace(entry.Key));

    public void Apply(Fact fact)
    {
        switch (fact)
        {
            case Accepted message when isWanted(message.TraceId) && messages.TryAdd(message.Id, message):
                var trace = Of(message.TraceId, message.MessageId, message.From, message.Recipients);
                trace.Subject ??= message.Subject;
                trace.Events.AddRange(AcceptedEvents.Of(site, message));
                Tell(message);
                break;
            case Accepted notice:
                Tell(notice);
                break;
            case Refused refusal when isWanted(refusal.TraceId):
                var to = refusal.Recipient is null ? ImmutableArray<string>.Empty : [refusal.Recipient];
                Of(refusal.TraceId, refusal.MessageId, refusal.From, to).Events.Add(RefusedEvents.Of(site, refusal));
                break;
            case RefusalsCounted counted when isWanted(counted.TraceId):
                Of(counted.TraceId, null, null, []).Events.Add(RefusedEvents.Of(site, counted));
                break;
            case Ended end when messages.TryGetValue(end.Id, out var message):
                End(message, end);
                break;
            case Ordered order when messages.TryGetValue(order.Id, out var message):
                traces[message.TraceId].Events.AddRange(OrderedEvents.Of(site, order));
                break;
        }
    }

    private void Tell(Accepted notice)
    {
        if (notice.Notice is { } about && messages.TryGetValue(about.Id, out var message))
        {
            var told = NoticeEvents.Of(site, message, notice, about);
            traces[message.TraceId].Events.Add(told);
            if (told.Event != TraceWords.Notice)
            {
                notices.TryAdd((about.Id, about.Copy), []);
                notices[(about.Id, about.Copy)].Add(told);
            }
        }
    }

    // The end of the attempt says the same, and the reply with it: its events take the place of what notices said.
    private void End(Accepted message, Ended end)
    {
        var events = traces[message.TraceId].Events;
        notices.Remove((end.Id, end.Copy), out var told);
        foreach (var notice in told ?? [])
        {
            events.Remove(notice);
        }

        events.AddRange(EndedEvents.Of(site, message, end, told ?? []));
    }

    private Building Of(string id, string? messageId, string? from, ImmutableArray<string> to)
    {
        if (!traces.TryGetValue(id, out var trace))
        {
            traces.Add(id, trace = new Building());
        }

        trace.MessageId ??= messageId;
        trace.From ??= from;
        trace.To.AddRange(to.Except(trace.To, StringComparer.OrdinalIgnoreCase));
        return trace;
    }

    private sealed class Building
    {
        public string? MessageId { get; set; }

        public string? From { get; set; }

        public string? Subject { get; set; }

        public List<string> To { get; } = [];

        public List<TraceEvent> Events { get; } = [];

        public MessageTrace ToTrace(string id) =>
            new(id, MessageId, From, [.. To], TraceOutcome.Of(Events), [.. Events]) { Subject = Subject };
    }
}
