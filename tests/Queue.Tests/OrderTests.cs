using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Queue.Tests;

public sealed class OrderTests : IDisposable
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(Some.Noon);
    private Outcome answer = Outcome.Deferred;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Retry_makes_a_copy_due_at_once()
    {
        await using var site = await StartAsync();
        await CommitAsync(site);
        answer = Outcome.Relayed;
        await site.Scheduler.OrderAsync(Order.Retry, new QueueFilter { Id = "M1" }, "root", None);
        await site.IdleAsync();
        Assert.Equal("M2", Assert.Single(site.Scheduler.Pending).Message.Id);
    }

    [Fact]
    public async Task What_is_held_is_not_tried_until_it_is_released_and_then_has_all_its_time_again()
    {
        await using var site = await StartAsync();
        await CommitAsync(site);
        await site.Scheduler.OrderAsync(Order.Hold, new QueueFilter { Destination = "x.example" }, "root", None);
        clock.Advance(TimeSpan.FromDays(6));
        await site.IdleAsync();
        var held = site.Scheduler.Pending.Single(copy => copy.Message.Id == "M1");
        Assert.Equal("held by root", Assert.Single(held.Held).Reply);
        Assert.Equal(1, held.Attempts);
        await site.Scheduler.OrderAsync(Order.Release, new QueueFilter { Id = "M1" }, "root", None);
        await site.IdleAsync();
        Assert.Single(site.Scheduler.Pending.Single(copy => copy.Message.Id == "M1").Remaining);
    }

    [Fact]
    public async Task What_is_dropped_has_its_end_and_the_log_says_by_whom()
    {
        await using var site = await StartAsync();
        await CommitAsync(site);
        var filter = new QueueFilter { Sender = "fabrikam.example" };
        Assert.Equal(2, (await site.Scheduler.OrderAsync(Order.Drop, filter, "ada (1000)", None)).Length);
        Assert.Empty(site.Scheduler.Pending);
        var orders = site.Heard.OfType<Ordered>().ToList();
        Assert.All(orders, order => Assert.Equal("ada (1000)", order.Who));
        Assert.All(orders, order => Assert.Equal(Outcome.Dropped, Assert.Single(order.Results).Outcome));
    }

    [Fact]
    public async Task What_is_being_tried_is_left_alone()
    {
        var gate = new TaskCompletionSource();
        var deliverer = new ScriptedDeliverer(async (_, _) =>
        {
            await gate.Task;
            return Outcome.Relayed;
        });
        await using var site = await StartAsync(deliverer);
        await Some.CommitAsync(site.Spool, Some.Message("M1", Some.ToInternet(0, "x.example", "a@x.example")));
        await site.UntilAsync(fact => fact is Attempted);
        Assert.Empty(await site.Scheduler.OrderAsync(Order.Drop, new QueueFilter(), "root", None));
        gate.SetResult();
        await site.IdleAsync();
        Assert.Equal(Outcome.Relayed, Assert.Single(site.Heard.OfType<Ended>()).Results[0].Outcome);
    }

    [Fact]
    public async Task Orders_hold_after_a_restart()
    {
        await using (var site = await StartAsync())
        {
            await CommitAsync(site);
            await site.Scheduler.OrderAsync(Order.Hold, new QueueFilter { Id = "M1" }, "root", None);
            await site.Scheduler.OrderAsync(Order.Drop, new QueueFilter { Id = "M2" }, "root", None);
        }

        await using var again = await StartAsync();
        await again.IdleAsync();
        Assert.Equal("held by root", Assert.Single(Assert.Single(again.Scheduler.Pending).Held).Reply);
    }

    [Theory]
    [InlineData("m1", null, null, true)]
    [InlineData("M2", null, null, false)]
    [InlineData(null, "X.example", null, true)]
    [InlineData(null, "a@x.example", null, true)]
    [InlineData(null, "y.example", null, false)]
    [InlineData(null, null, "alice@fabrikam.example", true)]
    [InlineData(null, null, "FABRIKAM.example", true)]
    [InlineData(null, null, "", false)]
    [InlineData("M1", "y.example", null, false)]
    public void A_filter_means_what_all_its_parts_mean(string? id, string? destination, string? sender, bool isMeant)
    {
        var message = Some.Message("M1", Some.ToInternet(0, "x.example", "a@x.example"));
        var copy = new PendingCopy(message, message.Copies[0]) { Remaining = ["a@x.example"] };
        var filter = new QueueFilter { Id = id, Destination = destination, Sender = sender };
        Assert.Equal(isMeant, filter.Matches(copy));
    }

    private static async Task CommitAsync(RunningSite site)
    {
        await Some.CommitAsync(site.Spool, Some.Message("M1", Some.ToInternet(0, "x.example", "a@x.example")));
        await Some.CommitAsync(site.Spool, Some.Message("M2", Some.ToInternet(0, "y.example", "b@y.example")));
        await site.IdleAsync();
    }

    private async Task<RunningSite> StartAsync(IDeliverer? deliverer = null) => new(
        await Some.SpoolAsync(new FolderDisk(folder.Path), clock: clock),
        deliverer ?? new ScriptedDeliverer((_, _) => ValueTask.FromResult(answer)), Some.Options, clock);
}
