using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;

namespace Causeway.Watching.Ledgers;

/// <summary>Hears what becomes of every attempt to hand mail to a neighbour.</summary>
public sealed class WatchedDeliverer(IDeliverer deliverer, NeighbourLedger neighbours) : IDeliverer
{
    public async ValueTask<DeliveryReport> DeliverAsync(DeliveryJob job, CancellationToken ct)
    {
        var report = await deliverer.DeliverAsync(job, ct).ConfigureAwait(false);
        if (job.Copy.Kind == DestinationKind.Site)
        {
            neighbours.Add(job, report);
        }

        return report;
    }
}
