using System.Collections.Concurrent;
using Causeway.Core.Topology;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;

namespace Causeway.Watching.Ledgers;

/// <summary>
/// Counts the connections to the Internet of a site that is to open none: one that hands everything to the next place
/// of outbound. What a connection was for is told by the copy; who was reached, by the peer of the attempt.
/// </summary>
public sealed class DirectLedger(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, DirectSeen> organizations = new(StringComparer.Ordinal);

    /// <summary>What is known for an organization; null where the site may send to the Internet.</summary>
    public DirectSeen? Of(Organization organization, Site here)
    {
        if (!organization.SendsToInternet(here))
        {
            return organizations.GetOrAdd(organization.Name, New);
        }

        // Counted anew from the day on which it may not any more.
        organizations.TryRemove(organization.Name, out _);
        return null;
    }

    public void Restore(IEnumerable<DirectSeen> seen)
    {
        foreach (var one in seen)
        {
            organizations[one.Organization] = one;
        }
    }

    /// <summary>An attempt was made; a peer that is no site of ours is the Internet.</summary>
    public void Add(DeliveryJob job, DeliveryReport report)
    {
        if (report.Peer is { Site: null } peer && job.Copy.Kind == DestinationKind.Internet)
        {
            organizations.AddOrUpdate(
                job.Message.Organization, name => After(New(name)), (_, before) => After(before));

            DirectSeen After(DirectSeen before) => before with
            {
                Count = before.Count + 1,
                Last = clock.GetUtcNow(),
                Peer = peer.Address,
                Source = report.Source,
                Message = job.Message.Id,
            };
        }
    }

    private DirectSeen New(string organization) => new(organization, clock.GetUtcNow());
}
