using Causeway.Core.Replies;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Delivery;

/// <summary>
/// Turns a report into the fact that ends the attempt: every recipient has an outcome, and expiry holds.
/// </summary>
internal static class AttemptEnd
{
    public static Ended Of(DeliveryJob job, DeliveryReport report, RetrySchedule schedule, DateTimeOffset now)
    {
        var isExpired = now - job.Message.At >= schedule.Lifetime;
        var reported = report.Results.ToLookup(result => result.Recipient, StringComparer.Ordinal);
        var results = job.Recipients
            .Select(recipient => reported[recipient].LastOrDefault() ?? Forgotten(recipient))
            .Select(result => isExpired && result.Outcome == Outcome.Deferred
                ? result with { Outcome = Outcome.Held }
                : result)
            .ToList();
        return new Ended
        {
            At = now,
            Id = job.Message.Id,
            Copy = job.Copy.Number,
            Attempt = job.Attempt,
            Results = [.. results],
            Peer = report.Peer,
            NextAttempt = results.Exists(result => result.Outcome == Outcome.Deferred)
                ? now + schedule.WaitAfter(job.Attempt)
                : null,
        };
    }

    private static Result Forgotten(string recipient) =>
        new(recipient, Outcome.Deferred, ReplyTable.For(Reason.LocalFault).ToString());
}
