using System.Collections.Immutable;
using Causeway.Core;
using Causeway.Core.Envelopes;
using Causeway.Core.Replies;
using Causeway.Queue.Facts;
using Microsoft.Extensions.Logging;

namespace Causeway.Queue.Delivery;

/// <summary>
/// Turns a report into the fact that ends the attempt: every recipient has an outcome, and whoever must be told of it
/// was told before the fact is recorded.
/// </summary>
internal sealed class AttemptEnd(INotices notices, InForce<DeliveryOptions> options, Random random, ILogger logger)
{
    private RetrySchedule Schedule => options.Current.Schedule;

    public async ValueTask<Ended> OfAsync(
        DeliveryJob job, DeliveryReport report, DateTimeOffset now, CancellationToken ct)
    {
        var reported = report.Results.ToLookup(result => result.Recipient, StringComparer.Ordinal);
        var results = job.Recipients
            .Select(recipient => reported[recipient].LastOrDefault() ?? Forgotten(recipient)).ToList();
        await TellSuccessAsync(job, report, results, ct).ConfigureAwait(false);
        await ReplaceAsync(job, report, results, NoticeKind.Failed, Outcome.Held, ct).ConfigureAwait(false);
        var isDelayTold = job.IsDelayTold;
        if (now >= Schedule.ExpiryOf(job.Message, job.Since))
        {
            await ReplaceAsync(job, report, results, NoticeKind.Expired, Outcome.Deferred, ct).ConfigureAwait(false);
        }
        else if (!isDelayTold && now - job.Since >= Schedule.DelayNoticeAfter)
        {
            isDelayTold = await TellDelayAsync(job, report, results, ct).ConfigureAwait(false);
        }

        return new Ended
        {
            At = now,
            Id = job.Message.Id,
            Copy = job.Copy.Number,
            Attempt = job.Attempt,
            Results = [.. results],
            Peer = report.Peer,
            ReversePath = report.ReversePath,
            Source = report.Source,
            Pool = report.Pool,
            NextAttempt = results.Exists(result => result.Outcome == Outcome.Deferred)
                ? NextAttempt(job, isDelayTold, now)
                : null,
            IsDelayTold = isDelayTold,
        };
    }

    private DateTimeOffset NextAttempt(DeliveryJob job, bool isDelayTold, DateTimeOffset now)
    {
        if (job.InsteadOfAttempt is not null && isDelayTold && now < Schedule.ExpiryOf(job.Message, job.Since))
        {
            // The delay was told; it stays due, and waits for its destination.
            return now;
        }

        // Attempts end on many threads.
        lock (random)
        {
            return Schedule.NextAttempt(job.Message, job.Since, job.Attempt, now, random);
        }
    }

    private async ValueTask TellSuccessAsync(
        DeliveryJob job, DeliveryReport report, List<Result> results, CancellationToken ct)
    {
        var wanted = results.FindAll(result =>
            (result.Outcome == Outcome.Delivered || (result.Outcome == Outcome.Relayed && !report.IsNotifyPassedOn))
            && job.Message.OptionsOf(job.Copy.GivenAs(result.Recipient)).Notify.HasFlag(NotifyOn.Success));
        foreach (var alike in wanted.GroupBy(result => result.Outcome))
        {
            var kind = alike.Key == Outcome.Delivered ? NoticeKind.Delivered : NoticeKind.Relayed;
            await TryWriteAsync(new NoticeRequest(job.Message, job.Copy, kind, [.. alike], report.Peer, null), ct)
                .ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> TellDelayAsync(
        DeliveryJob job, DeliveryReport report, List<Result> results, CancellationToken ct)
    {
        var late = results.FindAll(result => result.Outcome == Outcome.Deferred);
        var until = Schedule.ExpiryOf(job.Message, job.Since);
        var request = new NoticeRequest(job.Message, job.Copy, NoticeKind.Delayed, [.. late], report.Peer, until);
        return late.Count > 0 && await TryWriteAsync(request, ct).ConfigureAwait(false) is not null;
    }

    // What cannot be written now stays in the queue: without a notice or the decision that there is none, no recipient
    // of a failure has an end.
    private async ValueTask ReplaceAsync(
        DeliveryJob job, DeliveryReport report, List<Result> results, NoticeKind kind, Outcome before,
        CancellationToken ct)
    {
        var failed = results.FindAll(result => result.Outcome == before);
        if (failed.Count == 0)
        {
            return;
        }

        var request = new NoticeRequest(job.Message, job.Copy, kind, [.. failed], report.Peer, null);
        var answers = await TryWriteAsync(request, ct).ConfigureAwait(false);
        foreach (var result in failed)
        {
            var answer = answers?.FirstOrDefault(answer => answer.Recipient == result.Recipient);
            var outcome = answers is null ? Outcome.Deferred
                : answer?.Outcome == Outcome.Bounced ? Outcome.Bounced
                : Outcome.Held;
            results[results.IndexOf(result)] = result with
            {
                Outcome = outcome,

                // Why it is held without a notice, where the answer says so.
                Reply = outcome == Outcome.Held ? answer?.Reply ?? result.Reply : result.Reply,
            };
        }
    }

    private async ValueTask<ImmutableArray<Result>?> TryWriteAsync(NoticeRequest request, CancellationToken ct)
    {
        try
        {
            return await notices.WriteAsync(request, ct).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Log.NoticeFailed(logger, request.Message.Id, request.Copy.Number, request.Kind, fault);
            return null;
        }
    }

    private static Result Forgotten(string recipient) =>
        new(recipient, Outcome.Deferred, ReplyTable.For(Reason.LocalFault).ToString());
}
