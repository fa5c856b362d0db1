using System.Collections.Immutable;
using Causeway.Ledger.Forgetting;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Tests.Forgetting;

/// <summary>
/// Holds what the client was promised, what the sink received and what the log says against each other.
/// </summary>
internal sealed class LedgerJudge(
    ImmutableArray<LedgerMessage> messages, HashSet<string> acknowledged, LedgerSink sink,
    IReadOnlyList<RunStart> starts, IReadOnlyList<Fact> log)
{
    private readonly ILookup<(string Id, string Recipient), Outcome> ends = Ends(log);

    private readonly ILookup<(string Id, string Recipient), LedgerSink.Receipt> receipts =
        sink.Receipts.ToLookup(receipt => (receipt.Id, receipt.Recipient));

    /// <summary>Deliveries that were made again because the attempt before was cut from its record.</summary>
    public int CountRepeats() => receipts.Sum(group => group.Count() - 1);

    public IEnumerable<string> Faults() =>
        EndFaults()
            .Concat(OctetFaults())
            .Concat(RepeatFaults())
            .Concat(UnrecordedAttempts());

    // A notice ends the recipients that it tells of; the end of the attempt, which follows, says so once more.
    private static ILookup<(string, string), Outcome> Ends(IReadOnlyList<Fact> facts)
    {
        var told = facts.OfType<Accepted>().Select(message => message.Notice).OfType<NoticeOf>()
            .Where(notice => notice.Kind != NoticeKind.Delayed)
            .SelectMany(notice => notice.Recipients.Select(to => (notice.Id, Recipient: to, Outcome.Bounced)))
            .ToList();
        var known = told.Select(end => (end.Id, end.Recipient)).ToHashSet();
        var ended = facts.OfType<Ended>().SelectMany(end => end.Results
            .Where(result => result.Outcome != Outcome.Deferred)
            .Where(result => result.Outcome != Outcome.Bounced || !known.Contains((end.Id, result.Recipient)))
            .Select(result => (end.Id, result.Recipient, result.Outcome)));
        return told.Concat(ended).ToLookup(end => (end.Item1, end.Item2), end => end.Item3);
    }

    private IEnumerable<string> EndFaults()
    {
        var logged = log.OfType<Accepted>().ToList();
        foreach (var lost in acknowledged.Except(logged.Select(message => message.Id)))
        {
            yield return $"{lost} got 250 and is lost";
        }

        // Notices are in the log as well, and need their ends like every message.
        foreach (var (id, recipient) in logged.SelectMany(
            message => message.Recipients.Select(recipient => (message.Id, recipient))))
        {
            var found = ends[(id, recipient)].ToList();
            var arrived = receipts[(id, recipient)].Count();
            if (found.Count != 1)
            {
                yield return $"{id} has {found.Count} ends for {recipient}: {string.Join(", ", found)}";
            }
            else if ((arrived > 0) != (found[0] is Outcome.Delivered or Outcome.Relayed))
            {
                yield return $"{id} ended as {found[0]} for {recipient}, and the sink has it {arrived} times";
            }
            else if (found[0] == Outcome.Bounced && !logged.Exists(message => IsNoticeOf(message, id, recipient)))
            {
                yield return $"{id} bounced for {recipient} without a notice";
            }
        }
    }

    private static bool IsNoticeOf(Accepted message, string id, string recipient) =>
        message.Notice is { } notice && notice.Id == id && notice.Recipients.Contains(recipient);

    private IEnumerable<string> OctetFaults() =>
        sink.Damages.Concat(
            from receipt in sink.Receipts
            let message = messages.FirstOrDefault(message => message.Id == receipt.Id)
            where message is not null && message.Hash != receipt.Hash
            select $"{receipt.Id} arrived with other octets");

    // To be made again, an attempt must have been in another run, and its end not in the log that was left of that.
    private IEnumerable<string> RepeatFaults()
    {
        foreach (var twice in receipts.SelectMany(group => group.GroupBy(receipt => receipt.Run))
            .Where(group => group.Count() > 1))
        {
            yield return $"{twice.First().Id} arrived twice in run {twice.Key} for {twice.First().Recipient}";
        }

        for (var run = 0; run < starts.Count; run++)
        {
            var known = Ends(starts[run].Log);
            foreach (var again in sink.Receipts.Where(receipt => receipt.Run == run))
            {
                if (known.Contains((again.Id, again.Recipient)))
                {
                    yield return $"{again.Id} arrived again for {again.Recipient}, though its end was recorded";
                }
            }
        }
    }

    // What was written outlives the process: an attempt is in the log before it is made.
    private IEnumerable<string> UnrecordedAttempts()
    {
        for (var run = 1; run < starts.Count; run++)
        {
            if (starts[run].Before != Survival.OfProcessDeath)
            {
                continue;
            }

            var attempts = starts[run].Log.OfType<Attempted>().Select(fact => (fact.Id, fact.Attempt)).ToHashSet();
            foreach (var receipt in sink.Receipts.Where(receipt => receipt.Run == run - 1))
            {
                if (!attempts.Contains((receipt.Id, receipt.Attempt)))
                {
                    yield return $"{receipt.Id} was delivered in an attempt that is not in the log";
                }
            }
        }
    }
}
