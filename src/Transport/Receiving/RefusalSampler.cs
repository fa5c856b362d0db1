using System.Net;
using Causeway.Core.Replies;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;

namespace Causeway.Transport.Receiving;

/// <summary>
/// Keeps whoever knocks without end from filling the log: of each source, so many refusals a second are written one by
/// one, and so many connections; what is above that is counted, and the count is written when the second is over.
/// </summary>
internal sealed class RefusalSampler : IAsyncDisposable
{
    public const int PerSecond = 100;

    /// <summary>
    /// The sources that are told apart within a second; the others share one count, since an attacker chooses how many
    /// there are.
    /// </summary>
    public const int MostSources = 10_000;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Spool spool;
    private readonly TraceIdSource traceIds;
    private readonly TimeProvider clock;
    private readonly ITimer timer;
    private readonly Dictionary<TrafficSource, Tally> tallies = [];
    private readonly List<Task> recordings = [];
    private DateTimeOffset until;

    public RefusalSampler(Spool spool, TraceIdSource traceIds, TimeProvider clock)
    {
        this.spool = spool;
        this.traceIds = traceIds;
        this.clock = clock;
        timer = clock.CreateTimer(_ => OnTimer(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>True where a refusal is to be written; else it was counted.</summary>
    public bool MayWriteRefusal(IPAddress address, SmtpReply reply)
    {
        lock (gate)
        {
            var tally = Find(address);
            if (++tally.Refusals <= PerSecond)
            {
                return true;
            }

            var key = reply.Status is { } status ? $"{reply.Code} {status}" : $"{reply.Code}";
            tally.Replies[key] = tally.Replies.GetValueOrDefault(key) + 1;
            ArmTimer();
            return false;
        }
    }

    /// <summary>
    /// True where a connection is to be written; else it is to be written when it does something, or counted at its
    /// end.
    /// </summary>
    public bool MayWriteSession(IPAddress address)
    {
        lock (gate)
        {
            return ++Find(address).Sessions <= PerSecond;
        }
    }

    /// <summary>Counts a connection that was not written and did nothing.</summary>
    public void CountSession(IPAddress address)
    {
        lock (gate)
        {
            Find(address).UnwrittenSessions++;
            ArmTimer();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync().ConfigureAwait(false);
        Task[] rest;
        lock (gate)
        {
            Flush();
            rest = [.. recordings];
        }

        try
        {
            await Task.WhenAll(rest).ConfigureAwait(false);
        }
        catch (SpoolFaultException)
        {
            // The spool is over and has said so; what it could not take is as lost as a refusal would be.
        }
    }

    private void OnTimer()
    {
        lock (gate)
        {
            if (clock.GetUtcNow() >= until)
            {
                Flush();
            }
            else
            {
                ArmTimer();
            }
        }
    }

    private Tally Find(IPAddress address)
    {
        var now = clock.GetUtcNow();

        // The clock may have been set back.
        if (now >= until || now < until - Second)
        {
            Flush();
            until = new DateTimeOffset(now.Ticks - (now.Ticks % Second.Ticks), TimeSpan.Zero) + Second;
        }

        var source = TrafficSource.Of(address);
        if (!tallies.ContainsKey(source) && tallies.Count >= MostSources)
        {
            source = default;
        }

        if (!tallies.TryGetValue(source, out var tally))
        {
            tallies.Add(source, tally = new Tally());
        }

        return tally;
    }

    private void ArmTimer()
    {
        var wait = until - clock.GetUtcNow();
        timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Flush()
    {
        recordings.RemoveAll(recording => recording.IsCompletedSuccessfully);
        foreach (var (source, tally) in tallies)
        {
            if (tally.UnwrittenSessions > 0 || tally.Replies.Count > 0)
            {
                Record(source, tally);
            }
        }

        tallies.Clear();
    }

    private void Record(TrafficSource source, Tally tally)
    {
        var fact = new RefusalsCounted
        {
            At = until - Second,
            TraceId = traceIds.Next(),
            Source = source.ToString(),
            From = until - Second,
            Until = until,
            Count = tally.Replies.Values.Sum(),
            Replies =
            [
                .. tally.Replies.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key)
                    .Select(entry => new ReplyCount(entry.Key, entry.Value)),
            ],
            Sessions = tally.UnwrittenSessions,
        };
        var recording = spool.RecordAsync(fact, Durability.Queued, CancellationToken.None);
        if (!recording.IsCompletedSuccessfully)
        {
            recordings.Add(recording.AsTask());
        }
    }

    private sealed class Tally
    {
        public int Refusals { get; set; }

        public int Sessions { get; set; }

        public int UnwrittenSessions { get; set; }

        /// <summary>The refusals that were counted, by their reply: there are few.</summary>
        public Dictionary<string, int> Replies { get; } = new(StringComparer.Ordinal);
    }
}
