using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Queue.Tests;

public sealed class DeliverySchedulerTests : IDisposable
{
    private static readonly Accepted ToBob =
        Some.Message("M1", Some.ToInternet(0, "fabrikam.example", "bob@fabrikam.example"));

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(Some.Noon);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_message_is_delivered_as_soon_as_it_is_committed()
    {
        var deliverer = ScriptedDeliverer.Always(Outcome.Relayed);
        await using var site = await StartAsync(deliverer);
        await Some.CommitAsync(site.Spool, ToBob);
        await site.IdleAsync();
        var job = Assert.Single(deliverer.Jobs);
        Assert.Equal(("M1", 1), (job.Message.Id, job.Attempt));
        Assert.Empty(site.Scheduler.Pending);
    }

    [Fact]
    public async Task A_deferred_copy_is_tried_again_by_the_schedule()
    {
        var deliverer = ScriptedDeliverer.Always(Outcome.Deferred);
        await using var site = await StartAsync(deliverer);
        await Some.CommitAsync(site.Spool, ToBob);
        await site.IdleAsync();
        var waits = new[] { 1, 2, 5, 10, 15, 30, 60, 60 };
        for (var i = 0; i < waits.Length; i++)
        {
            Assert.Equal(clock.GetUtcNow().AddMinutes(waits[i]), Assert.Single(site.Scheduler.Pending).NextAttempt);
            clock.Advance(TimeSpan.FromMinutes(waits[i]) - TimeSpan.FromMilliseconds(1));
            await site.IdleAsync();
            Assert.Equal(i + 1, deliverer.Jobs.Count);
            clock.Advance(TimeSpan.FromMilliseconds(1));
            await site.IdleAsync();
            Assert.Equal(i + 2, deliverer.Jobs.Count);
        }
    }

    [Fact]
    public async Task A_copy_without_reverse_path_that_is_deferred_beyond_its_lifetime_is_held_and_stays_visible()
    {
        await using var site = await StartAsync(ScriptedDeliverer.Always(Outcome.Deferred));
        await Some.CommitAsync(site.Spool, ToBob with { From = "" });
        await site.IdleAsync();
        clock.Advance(TimeSpan.FromDays(5));
        await site.IdleAsync();
        var copy = Assert.Single(site.Scheduler.Pending);
        Assert.Empty(copy.Remaining);
        Assert.Equal("bob@fabrikam.example", Assert.Single(copy.Held).Recipient);
    }

    [Fact]
    public async Task A_fault_of_the_deliverer_defers()
    {
        var deliverer = new ScriptedDeliverer((_, _) => throw new IOException("boom"));
        await using var site = await StartAsync(deliverer);
        await Some.CommitAsync(site.Spool, ToBob);
        await site.IdleAsync();
        Assert.StartsWith("451 4.3.0", Assert.Single(site.Scheduler.Pending).LastReply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recipients_with_an_end_are_not_tried_again()
    {
        var deliverer = new PartlyDeliverer();
        await using var site = await StartAsync(deliverer);
        var toBoth = Some.ToInternet(0, "x.example", "a@x.example", "b@x.example");
        await Some.CommitAsync(site.Spool, Some.Message("M1", toBoth));
        await site.IdleAsync();
        clock.Advance(TimeSpan.FromMinutes(1));
        await site.IdleAsync();
        Assert.Equal(["a@x.example b@x.example", "b@x.example"], deliverer.Tried);
    }

    [Fact]
    public async Task One_destination_gets_no_more_attempts_at_once_than_its_limit_while_others_go_on()
    {
        var gate = new TaskCompletionSource();
        var deliverer = new ScriptedDeliverer(async (job, _) =>
        {
            if (job.Copy.Next == "slow.example")
            {
                await gate.Task;
            }

            return Outcome.Relayed;
        });
        await using var site = await StartAsync(deliverer, new DeliveryOptions { PerDestination = 3 });
        for (var i = 0; i < 10; i++)
        {
            await Some.CommitAsync(site.Spool, To($"S{i}", "slow.example"));
        }

        await Some.CommitAsync(site.Spool, To("T", "quick.example"));
        await site.UntilAsync(fact => fact is Ended { Id: "T" });
        Assert.Equal(["S0", "S1", "S2", "T"], deliverer.Jobs.Select(job => job.Message.Id).Order());
        gate.SetResult();
        await site.IdleAsync();
        Assert.Equal(11, deliverer.Jobs.Count);
        Assert.InRange(deliverer.MostTogether, 3, 4);
    }

    [Fact]
    public async Task What_waits_drains_oldest_first()
    {
        var isUp = false;
        var deliverer = new ScriptedDeliverer(
            (_, _) => ValueTask.FromResult(isUp ? Outcome.Relayed : Outcome.Deferred));
        await using var site = await StartAsync(deliverer, new DeliveryOptions { PerDestination = 1 });
        foreach (var i in new[] { 3, 1, 2 })
        {
            var message = To($"M{i}", "x.example");
            await Some.CommitAsync(site.Spool, message with { At = Some.Noon.AddSeconds(-10 + i) });
        }

        await site.IdleAsync();
        isUp = true;
        deliverer.Jobs.Clear();
        clock.Advance(TimeSpan.FromMinutes(1));
        await site.IdleAsync();
        Assert.Equal(["M1", "M2", "M3"], deliverer.Jobs.Select(job => job.Message.Id));
    }

    [Fact]
    public async Task An_attempt_that_was_cut_is_made_again_after_the_restart_and_an_ended_one_is_not()
    {
        var options = new DeliveryOptions { StopGrace = TimeSpan.FromMilliseconds(1) };
        var hanging = new ScriptedDeliverer(async (job, ct) =>
        {
            await Task.Delay(job.Message.Id == "M2" ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, clock, ct);
            return Outcome.Relayed;
        });
        var first = await StartAsync(hanging, options);
        await Some.CommitAsync(first.Spool, To("M1", "x.example"));
        await first.UntilAsync(fact => fact is Ended { Id: "M1" });
        await Some.CommitAsync(first.Spool, To("M2", "x.example"), Some.Octets(99));
        await first.UntilAsync(fact => fact is Attempted { Id: "M2" });
        var stop = first.StopAsync();
        while (!stop.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await stop;
        var deliverer = ScriptedDeliverer.Always(Outcome.Relayed);
        await using var second = await StartAsync(deliverer);
        await second.IdleAsync();
        var job = Assert.Single(deliverer.Jobs);
        Assert.Equal(("M2", 2), (job.Message.Id, job.Attempt));
        Assert.Equal(Some.Octets(99), await Some.ReadAsync(second.Spool, job.Message));
    }

    [Fact]
    public async Task The_queue_after_a_restart_is_the_queue_before_it()
    {
        var outcomes = new[] { Outcome.Relayed, Outcome.Deferred, Outcome.Held };
        var deliverer = new ScriptedDeliverer((job, _) => ValueTask.FromResult(outcomes[job.Message.Id[1] % 3]));
        List<string> before;
        await using (var site = await StartAsync(deliverer))
        {
            for (var i = 0; i < 9; i++)
            {
                await Some.CommitAsync(site.Spool, To($"M{i}", "x.example"));
            }

            await site.IdleAsync();
            before = Describe(site.Scheduler);
        }

        await using var again = await StartAsync(deliverer);
        await again.IdleAsync();
        Assert.Equal(6, before.Count);
        Assert.Equal(before, Describe(again.Scheduler));
    }

    private static Accepted To(string id, string domain) => Some.Message(id, Some.ToInternet(0, domain, "a@" + domain));

    private static List<string> Describe(DeliveryScheduler scheduler) => [.. scheduler.Pending
        .Select(c => $"{c.Message.Id} {c.Attempts} {c.NextAttempt:O} {c.Remaining.Length} {c.Held.Length}")
        .Order()];

    private async Task<RunningSite> StartAsync(IDeliverer deliverer, DeliveryOptions? options = null)
    {
        var spool = await Some.SpoolAsync(new FolderDisk(folder.Path), clock: clock);
        return new RunningSite(spool, deliverer, options ?? Some.Options, clock);
    }

    private sealed class PartlyDeliverer : IDeliverer
    {
        public List<string> Tried { get; } = [];

        public ValueTask<DeliveryReport> DeliverAsync(DeliveryJob job, CancellationToken ct)
        {
            Tried.Add(string.Join(' ', job.Recipients));
            var result = new Result("a@x.example", Outcome.Relayed, "250 Ok");
            return ValueTask.FromResult(new DeliveryReport([result], null));
        }
    }
}
