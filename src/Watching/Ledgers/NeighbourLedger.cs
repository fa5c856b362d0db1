using System.Collections.Concurrent;
using Causeway.Core.Replies;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;

namespace Causeway.Watching.Ledgers;

/// <summary>What the attempts to hand mail to neighbours tell of the ways to them.</summary>
public sealed class NeighbourLedger(TimeProvider clock)
{
    private readonly ConcurrentDictionary<(string Organization, string Site), NeighbourSeen> ways = [];

    /// <summary>What is known of the way to a neighbour.</summary>
    public NeighbourSeen Of(string organization, string site, string host) =>
        (ways.GetValueOrDefault((organization, site)) ?? new NeighbourSeen(organization, site, host))
            with { Host = host };

    public void Restore(IEnumerable<NeighbourSeen> seen)
    {
        foreach (var way in seen)
        {
            ways[(way.Organization, way.Site)] = way;
        }
    }

    /// <summary>
    /// An attempt was made. A neighbour that took or refused a message for good is there; one that deferred every
    /// recipient is not, whatever its reason.
    /// </summary>
    public void Add(DeliveryJob job, DeliveryReport report)
    {
        var reply = report.Results.LastOrDefault()?.Reply;
        var isThere = report.Results.Any(result => result.Outcome != Outcome.Deferred);
        var isBroken = report.Results.Any(result => ReplyTable.ReasonOf(result.Reply ?? "") == Reason.LinkBroken);
        var now = clock.GetUtcNow();
        ways.AddOrUpdate(
            (job.Message.Organization, job.Copy.Next),
            key => After(new NeighbourSeen(key.Organization, key.Site, "")),
            (_, way) => After(way));

        NeighbourSeen After(NeighbourSeen way) => isThere
            ? way with
            {
                LastSuccess = now, FailingSince = null, LastFailure = null, BrokenSince = null, LastReply = reply,
            }
            : way with
            {
                FailingSince = way.FailingSince ?? now,
                LastFailure = now,
                BrokenSince = isBroken ? way.BrokenSince ?? now : null,
                LastReply = reply,
            };
    }
}
