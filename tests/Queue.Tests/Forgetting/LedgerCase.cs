using System.Collections.Immutable;
using Causeway.Ledger.Forgetting;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Queue.Tests.Forgetting;

/// <summary>
/// One history of a site: clients hand in messages, the machine goes down once or twice, the last run comes to its end.
/// Each run goes on with the messages that were not handed in yet.
/// </summary>
/// <param name="keep">The age at which the log is deleted; null keeps it.</param>
internal sealed class LedgerCase(
    int seed, ImmutableArray<int> crashes, Func<IDisk, IDisk> wrap, TimeSpan? keep = null)
{
    private const int MessageCount = 9;

    private static readonly SpoolOptions Small = new()
    {
        BodySegmentOctets = 2000, FactSegmentOctets = 5000, BodyBufferOctets = 1000,
    };

    private readonly ImmutableArray<LedgerMessage> messages = LedgerMessage.Make(seed, MessageCount);
    private readonly HashSet<string> acknowledged = [];
    private readonly LedgerSink sink = new(seed);
    private readonly List<RunStart> starts = [];
    private readonly FakeTimeProvider clock = new(Some.Noon);
    private readonly ForgetfulDisk archive = new();
    private int handedIn;
    private string? refusal;

    /// <summary>Runs the history and judges it.</summary>
    public async Task<LedgerVerdict> RunAsync()
    {
        var disk = new ForgetfulDisk(crashes[0]);
        var crashed = 0;
        for (var run = 0; ; run++)
        {
            starts.Add(new RunStart(run == 0 ? null : FateOf(run - 1), await ReadLogAsync(disk)));
            await RunOnceAsync(disk, run);
            if (refusal is not null || !disk.Down.IsCompleted)
            {
                break;
            }

            crashed++;
            disk = disk.Restart(FateOf(run), run + 1 < crashes.Length ? crashes[run + 1] : 0);
        }

        var judge = new LedgerJudge(messages, acknowledged, sink, starts, await ReadLogAsync(disk));
        return new LedgerVerdict(
            crashed, acknowledged.Count, judge.CountRepeats(), archive.ListFiles("facts").Count,
            [.. judge.Faults().Concat(refusal is null ? [] : [refusal]).Distinct().Select(Told)]);
    }

    private string Told(string fault) =>
        $"{fault} (crashes: {string.Join("; ", starts.Select(start => start.Before).OfType<Survival>())})";

    private Survival FateOf(int run) => Survival.Of(unchecked((seed * 7919) + (crashes[run] * 104729)) & int.MaxValue);

    // The log as the next run finds it, with what was deleted by its age; looking changes nothing and counts for
    // nothing.
    private async Task<List<Fact>> ReadLogAsync(ForgetfulDisk disk)
    {
        var there = disk.ListFiles("facts").Select(file => file.Name).ToHashSet();
        var facts = new List<(int Segment, Fact Fact)>();
        await foreach (var record in FactLog.ReadAsync(archive, default, TestContext.Current.CancellationToken))
        {
            if (!there.Contains($"{record.Next.Segment:D10}"))
            {
                facts.Add((record.Next.Segment, record.Fact));
            }
        }

        await foreach (var record in FactLog.ReadAsync(disk, default, TestContext.Current.CancellationToken))
        {
            facts.Add((record.Next.Segment, record.Fact));
        }

        return [.. facts.OrderBy(fact => fact.Segment).Select(fact => fact.Fact)];
    }

    private async Task RunOnceAsync(ForgetfulDisk disk, int run)
    {
        Spool spool;
        try
        {
            var lasting = new ArchivingDisk(wrap(disk), archive);
            var options = Small with { KeepFacts = keep };
            spool = await Spool.OpenAsync(lasting, options, clock, NullLogger<Spool>.Instance, default);
        }
        catch (InvalidDataException fault)
        {
            refusal = $"the spool does not open, so what waits is lost: {fault.Message}";
            return;
        }
        catch (Exception) when (disk.Down.IsCompleted)
        {
            return;
        }

        using var stop = new CancellationTokenSource();
        using var scheduler = new DeliveryScheduler(
            spool, sink.In(run, disk, spool), new SpooledNotices(spool), new DeliveryOptions(), new Random(1), clock,
            NullLogger<DeliveryScheduler>.Instance);
        var running = scheduler.RunAsync(stop.Token);
        try
        {
            await HandInAsync(spool, disk, scheduler);
            await DrainAsync(disk, scheduler);
        }
        finally
        {
            await stop.CancelAsync();
            await EndAsync(running, disk);
            await spool.DisposeAsync();
        }
    }

    private static async Task EndAsync(Task running, ForgetfulDisk disk)
    {
        try
        {
            await running;
        }
        catch (Exception) when (disk.Down.IsCompleted)
        {
            // It read its log when the machine went down.
        }
    }

    private async Task HandInAsync(Spool spool, ForgetfulDisk disk, DeliveryScheduler scheduler)
    {
        while (handedIn < messages.Length && !disk.Down.IsCompleted)
        {
            var wave = messages.Skip(handedIn).Take(3).ToList();
            handedIn += wave.Count;
            await Task.WhenAll(wave.Select(message => CommitAsync(spool, message)));
            await IdleAsync(disk, scheduler);
            clock.Advance(TimeSpan.FromMilliseconds(60));
        }
    }

    private async Task CommitAsync(Spool spool, LedgerMessage message)
    {
        try
        {
            using var body = spool.BeginBody();
            await body.WriteAsync(message.Octets, default);
            await spool.CommitAsync(body, message.Envelope, default);
            lock (acknowledged)
            {
                acknowledged.Add(message.Id);
            }
        }
        catch (IOException)
        {
            // The client reads 451, or nothing: it may not count on this message.
        }
    }

    private async Task DrainAsync(ForgetfulDisk disk, DeliveryScheduler scheduler)
    {
        while (true)
        {
            await IdleAsync(disk, scheduler);
            if (disk.Down.IsCompleted
                || scheduler.Pending.Where(copy => !copy.Remaining.IsEmpty).ToList() is not [_, ..] waiting)
            {
                return;
            }

            var wait = waiting.Min(copy => copy.NextAttempt) - clock.GetUtcNow();
            clock.Advance(wait > TimeSpan.Zero ? wait : TimeSpan.FromSeconds(1));
        }
    }

    private static async Task IdleAsync(ForgetfulDisk disk, DeliveryScheduler scheduler)
    {
        var idle = scheduler.WhenIdleAsync(TestContext.Current.CancellationToken);
        if (await Task.WhenAny(idle, disk.Down) == idle)
        {
            await idle;
        }
    }
}

/// <summary>What a run found: how the one before ended, and the log.</summary>
internal sealed record RunStart(Survival? Before, IReadOnlyList<Fact> Log);

/// <summary>The balance of one history.</summary>
internal sealed record LedgerVerdict(
    int Crashes, int Acknowledged, int Repeats, int Deleted, ImmutableArray<string> Faults);
