using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;

namespace Causeway.Tracing;

/// <summary>
/// Finds in one site's log what may match a query. Where it asks for a peer or an outcome, later facts decide, which
/// name the queue id only: they are looked at first, all of them; then the messages are matched.
/// </summary>
internal sealed class TraceFinder
{
    private readonly TraceQuery query;
    private readonly PeerAddress? address;

    /// <summary>
    /// The outcome, where it narrows what is found. A peer may be known at one site and the end at another, so beside a
    /// peer it is left to whoever puts the sites together.
    /// </summary>
    private readonly string? status;
    private readonly QueueState queue = new();
    private readonly HashSet<string> reached = new(StringComparer.Ordinal);
    private readonly HashSet<string> ended = new(StringComparer.Ordinal);

    public TraceFinder(TraceQuery query)
    {
        this.query = query;
        IsImpossible = query.Address is not null && !PeerAddress.TryParse(query.Address, out address);
        status = address is null ? query.Status : null;
    }

    /// <summary>True where the address is none, so that nothing can match.</summary>
    public bool IsImpossible { get; }

    public bool NeedsLook => address is not null || status is not (null or TraceWords.Refused);

    /// <summary>The first way through the log.</summary>
    public void Look(Fact fact)
    {
        if (status == TraceWords.Pending)
        {
            queue.Apply(fact);
        }

        switch (fact)
        {
            case Ended end:
                Look(end.Id, end.Results.Any(result => TraceWords.StateOf(result.Outcome) == status));
                if (address?.Is(end.Peer) == true)
                {
                    reached.Add(end.Id);
                }

                break;
            case Ordered order:
                Look(order.Id, order.Results.Any(result => TraceWords.StateOf(result.Outcome) == status));
                break;
            case Accepted { Notice: { } notice }:
                Look(notice.Id, NoticeEvents.StateOf(notice.Kind) == status);
                break;
        }
    }

    /// <summary>To be called between the two ways.</summary>
    public void LookEnded()
    {
        foreach (var message in queue.Messages)
        {
            ended.Add(message.Id);
        }
    }

    /// <summary>The id of the trace where a fact that begins one at this site may match.</summary>
    public string? Match(Fact fact) => fact switch
    {
        Accepted message when query.Matches(message) && (status is null || ended.Contains(message.Id))
            && (address is null || address.Is(message.Peer) || reached.Contains(message.Id)) => message.TraceId,
        Refused refusal when status is null or TraceWords.Refused && query.Matches(refusal)
            && (address is null || address.Is(refusal.Peer)) => refusal.TraceId,
        RefusalsCounted counted when status is null or TraceWords.Refused && query.Matches(counted)
            && (address is null || address.MayBe(counted.Source)) => counted.TraceId,
        _ => null,
    };

    private void Look(string id, bool matches)
    {
        if (status is not null && matches)
        {
            ended.Add(id);
        }
    }
}
