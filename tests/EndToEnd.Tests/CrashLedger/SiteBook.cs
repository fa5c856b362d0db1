using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;

namespace Causeway.EndToEnd.Tests.CrashLedger;

/// <summary>What the log of the site says of each message, read as far as it is written.</summary>
internal sealed class SiteBook(string spool)
{
    private readonly Dictionary<string, string> names = [];
    private readonly Dictionary<(string Id, int Copy), Account> accounts = [];
    private readonly Dictionary<(string Name, string Recipient), List<Outcome>> ends = [];
    private readonly Dictionary<(string Name, string Recipient), int> cuts = [];
    private readonly HashSet<string> known = [];
    private LogPosition position;

    /// <summary>Messages that the log has under one name more than once.</summary>
    public List<string> AcceptedTwice { get; } = [];

    /// <summary>Attempts that were recorded as begun and never as ended.</summary>
    public int CutAttempts { get; private set; }

    public bool IsDrained => accounts.Values.All(account => account.Open.Count == 0);

    public bool Knows(string name) => known.Contains(name);

    public IReadOnlyList<Outcome> EndsOf(string name, string recipient) =>
        ends.GetValueOrDefault((name, recipient)) ?? [];

    /// <summary>Those of them that were made for a recipient.</summary>
    public int CutAttemptsOf(string name, string recipient) => cuts.GetValueOrDefault((name, recipient));

    public async Task ReadOnAsync()
    {
        var disk = new FolderDisk(spool);
        await foreach (var (fact, next) in FactLog.ReadAsync(disk, position, TestContext.Current.CancellationToken))
        {
            position = next;
            Enter(fact);
        }
    }

    private void Enter(Fact fact)
    {
        switch (fact)
        {
            case Accepted message:
                var name = message.MessageId?.Split('<', '@') is [_, var local, ..] ? local : message.Id;
                if (!known.Add(name))
                {
                    AcceptedTwice.Add(name);
                }

                names.Add(message.Id, name);
                if (message.Notice is { Kind: not NoticeKind.Delayed } notice)
                {
                    Enter(notice);
                }

                foreach (var copy in message.Copies)
                {
                    accounts.Add(
                        (message.Id, copy.Number),
                        new Account([.. copy.Recipients]));
                }

                break;
            case Attempted attempt:
                Enter(attempt);
                break;
            case Ended end:
                Enter(end);
                break;
        }
    }

    // An attempt that begins while one is open says that that one was cut.
    private void Enter(Attempted attempt)
    {
        var account = accounts[(attempt.Id, attempt.Copy)];
        if (account.IsTried)
        {
            CutAttempts++;
            foreach (var recipient in account.Open)
            {
                var key = (names[attempt.Id], recipient);
                cuts[key] = cuts.GetValueOrDefault(key) + 1;
            }
        }

        account.IsTried = true;
    }

    private void Enter(Ended end)
    {
        var account = accounts[(end.Id, end.Copy)];
        account.IsTried = false;
        foreach (var result in end.Results.Where(result => result.Outcome != Outcome.Deferred))
        {
            account.Open.Remove(result.Recipient);
            if (result.Outcome != Outcome.Bounced)
            {
                AddEnd(end.Id, result.Recipient, result.Outcome);
            }
        }
    }

    // It ends the recipients that it tells of; the end of the attempt, which follows, only says so once more.
    private void Enter(NoticeOf notice)
    {
        foreach (var recipient in notice.Recipients)
        {
            accounts[(notice.Id, notice.Copy)].Open.Remove(recipient);
            AddEnd(notice.Id, recipient, Outcome.Bounced);
        }
    }

    private void AddEnd(string id, string recipient, Outcome outcome)
    {
        var key = (names[id], recipient);
        ends.TryAdd(key, []);
        ends[key].Add(outcome);
    }

    private sealed class Account(HashSet<string> open)
    {
        public HashSet<string> Open => open;

        public bool IsTried { get; set; }
    }
}
