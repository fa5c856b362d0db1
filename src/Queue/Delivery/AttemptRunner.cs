using System.Collections.Immutable;
using Causeway.Core.Replies;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Microsoft.Extensions.Logging;

namespace Causeway.Queue.Delivery;

/// <summary>Makes one attempt, from its record to the record of its end.</summary>
internal sealed class AttemptRunner(
    Spool spool, IDeliverer deliverer, AttemptEnd ends, TimeProvider clock, ILogger logger)
{
    /// <summary>
    /// False where the attempt could not be recorded, and so was not made. <paramref name="told"/> hears whether the
    /// next hop was reached before the end is recorded. Never throws.
    /// </summary>
    public async Task<bool> RunAsync(DeliveryJob job, Action<Reached, string?> told, CancellationToken cut)
    {
        if (job.InsteadOfAttempt is null && !await TryBeginAsync(job).ConfigureAwait(false))
        {
            return false;
        }

        try
        {
            if (await DeliverAsync(job, told, cut).ConfigureAwait(false) is { } report)
            {
                var end = await ends.OfAsync(job, report, clock.GetUtcNow(), cut).ConfigureAwait(false);
                Log.Attempted(
                    logger, job.Message.Id, job.Copy.Number, job.Attempt, end.Results[0].Outcome, job.Copy.Next);

                // Facts that wait in line outlive a full disk; the observer frees the room of this attempt.
                await spool.RecordAsync(end, Durability.Queued, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested)
        {
            // Cut while a notice was written: the attempt is made again at the next start.
        }
        catch (Exception fault)
        {
            // The spool is closed or failed; the attempt is made again at the next start.
            Log.EndNotRecorded(logger, job.Message.Id, job.Copy.Number, fault);
        }

        return true;
    }

    private async ValueTask<bool> TryBeginAsync(DeliveryJob job)
    {
        try
        {
            var begun = new Attempted
            {
                At = clock.GetUtcNow(), Id = job.Message.Id, Copy = job.Copy.Number, Attempt = job.Attempt,
            };
            await spool.RecordAsync(begun, Durability.Written, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception fault)
        {
            Log.AttemptNotRecorded(logger, job.Message.Id, job.Copy.Number, fault);
            return false;
        }
    }

    private async ValueTask<DeliveryReport?> DeliverAsync(
        DeliveryJob job, Action<Reached, string?> told, CancellationToken cut)
    {
        if (job.InsteadOfAttempt is { } reply)
        {
            return All(job, Outcome.Deferred, reply);
        }

        if (job.Copy.Kind == DestinationKind.Held)
        {
            // Routing found no way, and said why.
            return All(job, Outcome.Held, job.Copy.Next);
        }

        try
        {
            var report = await deliverer.DeliverAsync(job, cut).ConfigureAwait(false);
            told(report.IsUnreachable ? Reached.No : Reached.Yes, report.Results.LastOrDefault()?.Reply);
            return report;
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception fault)
        {
            Log.DelivererFailed(logger, job.Message.Id, job.Copy.Number, fault);
            return All(job, Outcome.Deferred, ReplyTable.For(Reason.LocalFault).ToString());
        }
    }

    private static DeliveryReport All(DeliveryJob job, Outcome outcome, string reply) =>
        new([.. job.Recipients.Select(recipient => new Result(recipient, outcome, reply))], null);
}
