using System.Collections.Concurrent;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Queue.Tests;

public sealed class DestinationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(Some.Noon);
    private readonly Peer peer = new();

    public void Dispose()
    {
        folder.Dispose();
        peer.Dispose();
    }

    [Fact]
    public async Task A_dead_destination_is_probed_by_one_message_and_not_hammered_by_all()
    {
        await using var site = await StartAsync();
        peer.IsUp = false;
        await CommitAsync(site, 50);
        await site.IdleAsync();
        var atFirst = peer.Tried.Count;
        Assert.InRange(atFirst, 2, Some.Options.FirstAtOnce + 1);
        clock.Advance(TimeSpan.FromMinutes(1));
        await site.IdleAsync();
        Assert.Equal(atFirst + 1, peer.Tried.Count);
        clock.Advance(TimeSpan.FromMinutes(2) - TimeSpan.FromMilliseconds(1));
        await site.IdleAsync();
        Assert.Equal(atFirst + 1, peer.Tried.Count);
    }

    [Fact]
    public async Task When_the_probe_succeeds_everything_goes_at_once_oldest_first()
    {
        await using var site = await StartAsync(Some.Options with { PerDestination = 1 });
        peer.IsUp = false;
        await CommitAsync(site, 20);
        await site.IdleAsync();
        peer.IsUp = true;
        peer.Tried.Clear();
        clock.Advance(TimeSpan.FromMinutes(1));
        await site.IdleAsync();
        Assert.Empty(site.Scheduler.Pending);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"M{i:D2}"), peer.Tried);
    }

    [Fact]
    public async Task The_probe_is_always_the_oldest_however_long_its_own_wait_became()
    {
        await using var site = await StartAsync(Some.Options with { PerDestination = 1 });
        peer.IsUp = false;
        await CommitAsync(site, 20);
        for (var probes = 0; probes < 12; probes++)
        {
            await site.IdleAsync();
            peer.Tried.Clear();
            clock.Advance(TimeSpan.FromHours(1));
            await site.IdleAsync();
            Assert.Equal(["M00"], peer.Tried);
        }

        peer.IsUp = true;
        peer.Tried.Clear();
        clock.Advance(TimeSpan.FromHours(1));
        await site.IdleAsync();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"M{i:D2}"), peer.Tried);
    }

    [Fact]
    public async Task A_retry_by_the_administrator_probes_a_dead_destination_once_and_at_once()
    {
        await using var site = await StartAsync();
        peer.IsUp = false;
        await CommitAsync(site, 50);
        await site.IdleAsync();
        peer.Tried.Clear();
        var everything = new QueueFilter { Destination = "x.example" };
        await site.Scheduler.OrderAsync(Order.Retry, everything, "root", TestContext.Current.CancellationToken);
        await site.IdleAsync();
        Assert.Single(peer.Tried);

        peer.IsUp = true;
        await site.Scheduler.OrderAsync(Order.Retry, everything, "root", TestContext.Current.CancellationToken);
        await site.IdleAsync();
        Assert.Empty(site.Scheduler.Pending);
    }

    [Fact]
    public async Task Another_destination_is_not_held_up_by_a_dead_one()
    {
        await using var site = await StartAsync();
        peer.IsUp = false;
        await CommitAsync(site, 50);
        await Some.CommitAsync(site.Spool, Some.Message("T", Some.ToInternet(0, "up.example", "a@up.example")));
        await site.IdleAsync();
        Assert.Contains(site.Heard.OfType<Ended>(), end => end.Id == "T" && end.Results[0].Outcome == Outcome.Relayed);
    }

    [Fact]
    public async Task What_waits_behind_a_dead_destination_is_told_late_once_and_bounces_in_time_without_attempts()
    {
        await using var site = await StartAsync();
        peer.IsUp = false;
        await CommitAsync(site, 10);
        for (var hours = 0; hours < 5 * 24; hours++)
        {
            await site.IdleAsync();
            clock.Advance(TimeSpan.FromHours(1));
        }

        await site.IdleAsync();
        var asked = site.Notices.Asked.Where(request => request.Message.From.Length > 0).ToList();
        foreach (var kind in new[] { NoticeKind.Delayed, NoticeKind.Expired })
        {
            var told = asked.Where(request => request.Kind == kind).Select(request => request.Message.Id).ToList();
            Assert.Equal(10, told.Count);
            Assert.Equal(10, told.Distinct().Count());
        }

        // Ten messages tried for themselves by the same schedule would have made about a thousand attempts.
        Assert.InRange(peer.Tried.Count, 100, 160);
    }

    [Fact]
    public async Task Attempts_at_once_grow_while_the_destination_answers()
    {
        await using var site = await StartAsync();
        peer.Hold();
        await CommitAsync(site, 60);
        await peer.ReachesAsync(Some.Options.FirstAtOnce);
        peer.LetGo(20);
        await peer.ReachesAsync(Some.Options.FirstAtOnce + 2);
        peer.LetGo();
        await site.IdleAsync();
        Assert.InRange(peer.MostTogether, Some.Options.FirstAtOnce + 2, Some.Options.PerDestination);
    }

    [Fact]
    public async Task A_small_message_overtakes_bulk_and_bulk_keeps_its_share()
    {
        await using var site = await StartAsync(Some.Options with { PerDestination = 1, BulkOctets = 1000 });
        peer.Hold();
        await CommitAsync(site, 1, "FIRST");
        await peer.ReachesAsync(1);
        await CommitAsync(site, 3, "BULK", octets: 5000);
        await CommitAsync(site, 6, "SMALL");
        peer.LetGo();
        await site.IdleAsync();
        Assert.Equal(
            ["SMALL00", "SMALL01", "BULK00", "SMALL02", "SMALL03", "SMALL04", "BULK01", "SMALL05", "BULK02"],
            peer.Tried.Skip(1));
    }

    [Fact]
    public async Task Large_messages_never_take_all_the_room()
    {
        await using var site = await StartAsync(Some.Options with { PerDestination = 4, BulkOctets = 1000 });
        peer.Hold();
        await CommitAsync(site, 10, "BULK", octets: 5000);
        await peer.ReachesAsync(3);
        await CommitAsync(site, 1, "SMALL");
        await peer.ReachesAsync(4);
        Assert.Contains("SMALL00", peer.Tried);
        peer.LetGo();
    }

    private static async Task CommitAsync(RunningSite site, int count, string name = "M", int octets = 100)
    {
        for (var i = 0; i < count; i++)
        {
            var message = Some.Message($"{name}{i:D2}", Some.ToInternet(0, "x.example", "a@x.example"));
            var at = Some.Noon.AddMilliseconds(i - 1000);
            await Some.CommitAsync(site.Spool, message with { At = at }, Some.Octets(octets));
        }
    }

    private async Task<RunningSite> StartAsync(DeliveryOptions? options = null) => new(
        await Some.SpoolAsync(new FolderDisk(folder.Path), clock: clock), peer, options ?? Some.Options, clock);

    private sealed class Peer : IDeliverer, IDisposable
    {
        private readonly SemaphoreSlim arrived = new(0);
        private readonly SemaphoreSlim gate = new(0);
        private int together;

        public bool IsUp { get; set; } = true;

        public ConcurrentQueue<string> Tried { get; } = [];

        public int MostTogether { get; private set; }

        private bool IsHolding { get; set; }

        public void Dispose()
        {
            arrived.Dispose();
            gate.Dispose();
        }

        public void Hold() => IsHolding = true;

        public void LetGo(int attempts) => gate.Release(attempts);

        public void LetGo()
        {
            IsHolding = false;
            LetGo(1000);
        }

        public async Task ReachesAsync(int attempts)
        {
            while (Volatile.Read(ref together) < attempts)
            {
                Assert.True(await arrived.WaitAsync(TimeSpan.FromSeconds(20)));
            }
        }

        public async ValueTask<DeliveryReport> DeliverAsync(DeliveryJob job, CancellationToken ct)
        {
            if (job.Copy.Next != "x.example")
            {
                return Of(job, Outcome.Relayed);
            }

            Tried.Enqueue(job.Message.Id);
            var now = Interlocked.Increment(ref together);
            MostTogether = Math.Max(MostTogether, now);
            arrived.Release();
            if (IsHolding)
            {
                await gate.WaitAsync(ct);
            }

            Interlocked.Decrement(ref together);
            return IsUp ? Of(job, Outcome.Relayed) : Of(job, Outcome.Deferred) with { IsUnreachable = true };
        }

        private static DeliveryReport Of(DeliveryJob job, Outcome outcome) =>
            new([.. job.Recipients.Select(recipient => new Result(recipient, outcome, "reply"))], null);
    }
}
