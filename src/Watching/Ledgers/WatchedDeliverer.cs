using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Watching.Telemetry;

namespace Causeway.Watching.Ledgers;

/// <summary>
/// Hears what becomes of every attempt, and how long it takes. Mail about alerts is never the cause of one: the ledgers
/// hear nothing of it, but for a connection that must not be.
/// </summary>
public sealed class WatchedDeliverer(
    IDeliverer deliverer, Func<Accepted, bool> isAboutAlerts, NeighbourLedger neighbours, DirectLedger direct,
    FactLedger facts, TrafficMetrics metrics, MailSpans spans, TimeProvider clock) : IDeliverer
{
    public async ValueTask<DeliveryReport> DeliverAsync(DeliveryJob job, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        using var span = spans.StartAttempt(job);
        var report = await deliverer.DeliverAsync(job, ct).ConfigureAwait(false);
        MailSpans.End(span, report);
        direct.Add(job, report);
        metrics.OnAttempt(job, report, clock.GetElapsedTime(began));
        if (!isAboutAlerts(job.Message))
        {
            facts.Add(report, clock.GetUtcNow());
            if (job.Copy.Kind == DestinationKind.Site)
            {
                neighbours.Add(job, report);
            }
        }

        return report;
    }
}
