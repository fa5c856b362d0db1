namespace Causeway.Queue.Delivery;

/// <summary>
/// Makes one delivery attempt. What the peer answered is a report; an exception is a fault of this site and defers all
/// recipients. A cancelled attempt counts as cut, and is made again at the next start.
/// </summary>
public interface IDeliverer
{
    ValueTask<DeliveryReport> DeliverAsync(DeliveryJob job, CancellationToken ct);
}
