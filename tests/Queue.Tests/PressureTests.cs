using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Queue.Tests;

public sealed class PressureTests : IDisposable
{
    private const long Reserve = 64L << 20;
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(Some.Noon);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(long.MaxValue, 0.1, PressureLevel.None)]
    [InlineData(4 * Reserve, 0.1, PressureLevel.None)]
    [InlineData((4 * Reserve) - 1, 0.1, PressureLevel.Strangers)]
    [InlineData(Reserve, 0.1, PressureLevel.Strangers)]
    [InlineData(Reserve - 1, 0.1, PressureLevel.Everybody)]
    [InlineData(0, 0.1, PressureLevel.Everybody)]
    [InlineData(long.MaxValue, 0.91, PressureLevel.Strangers)]
    [InlineData(long.MaxValue, 0.98, PressureLevel.Everybody)]
    public void Strangers_are_refused_before_everybody_is(long available, double memory, PressureLevel expected)
    {
        var disk = new WatchedDisk(new FolderDisk(folder.Path)) { AvailableOctets = available };
        Assert.Equal(expected, new Pressure(disk, new SpoolOptions(), clock, () => memory).Level);
    }

    [Fact]
    public void A_write_that_takes_long_is_pressure_until_it_ends()
    {
        var disk = new WatchedDisk(new FolderDisk(folder.Path));
        var pressure = new Pressure(disk, new SpoolOptions(), clock, () => 0);
        pressure.WriteBegins();
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(PressureLevel.Strangers, pressure.Level);
        clock.Advance(TimeSpan.FromSeconds(25));
        Assert.Equal(PressureLevel.Everybody, pressure.Level);
        pressure.WriteEnded();
        Assert.Equal(PressureLevel.None, pressure.Level);
    }

    [Fact]
    public async Task While_only_the_reserve_is_left_messages_wait_and_what_becomes_of_earlier_ones_is_recorded()
    {
        var ct = TestContext.Current.CancellationToken;
        var disk = new WatchedDisk(new FolderDisk(folder.Path));
        await using (var spool = await Some.SpoolAsync(disk, clock: clock))
        {
            await Some.CommitAsync(spool, Some.Message("M1"));
            disk.AvailableOctets = 1000;
            clock.Advance(TimeSpan.FromSeconds(2));
            await Assert.ThrowsAsync<SpoolFaultException>(() => Some.CommitAsync(spool, Some.Message("M2")));
            await spool.RecordAsync(Attempt(1), Durability.Synced, ct);
            disk.AvailableOctets = long.MaxValue;
            clock.Advance(TimeSpan.FromSeconds(2));
            await Some.CommitAsync(spool, Some.Message("M3"));
        }

        await using var again = await Some.SpoolAsync(new FolderDisk(folder.Path));
        var history = await Some.HistoryAsync(again);
        Assert.Equal(["M1", "M3"], history.OfType<Accepted>().Select(message => message.Id));
        Assert.Single(history.OfType<Attempted>());
    }

    [Fact]
    public async Task Facts_that_waited_out_a_full_disk_give_their_places_in_line_back()
    {
        var ct = TestContext.Current.CancellationToken;
        var disk = new WatchedDisk(new FolderDisk(folder.Path));
        await using var spool = await Some.SpoolAsync(disk, new SpoolOptions { WaitingFacts = 2 }, clock);
        for (var i = 0; i < 3; i++)
        {
            disk.AppendFails = _ => true;
            await spool.RecordAsync(Attempt(i), Durability.Queued, ct);
            await spool.RecordAsync(Attempt(i), Durability.Queued, ct);
            await Assert.ThrowsAsync<SpoolFaultException>(() => Some.CommitAsync(spool, Some.Message("M")));
            disk.AppendFails = _ => false;
            await Some.CommitAsync(spool, Some.Message($"M{i}")).WaitAsync(TimeSpan.FromSeconds(20), ct);
        }

        Assert.Equal(PressureLevel.None, spool.Pressure.Level);
    }

    private static Attempted Attempt(int number) => new() { At = Some.Noon, Id = "M", Copy = 0, Attempt = number + 1 };
}
