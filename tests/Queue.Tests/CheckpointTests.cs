using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Queue.Tests;

public sealed class CheckpointTests : IDisposable
{
    private static readonly SpoolOptions Small = new() { FactSegmentOctets = 4000 };
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(Some.Noon);

    private string File => Path.Combine(folder.Path, "checkpoint");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_start_reads_the_checkpoint_and_the_log_behind_it_and_nothing_else()
    {
        var before = await FillAsync(200);
        var disk = new WatchedDisk(new FolderDisk(folder.Path));
        Assert.Equal(before, await LoadAsync(disk));
        var read = disk.Read.Where(name => name.StartsWith("facts/", StringComparison.Ordinal)).Distinct().Count();
        var all = Directory.GetFiles(Path.Combine(folder.Path, "facts")).Length;
        Assert.InRange(all, 40, 200);
        Assert.InRange(read, 1, all / 2);
    }

    [Fact]
    public async Task Without_its_checkpoint_the_log_says_the_same()
    {
        var before = await FillAsync(60);
        System.IO.File.Delete(File);
        Assert.Equal(before, await LoadAsync(new FolderDisk(folder.Path)));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public async Task A_damaged_checkpoint_is_ignored(double where)
    {
        var before = await FillAsync(60);
        var octets = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);
        octets[(int)(octets.Length * where)] ^= 1;
        await System.IO.File.WriteAllBytesAsync(File, octets, TestContext.Current.CancellationToken);
        Assert.Equal(before, await LoadAsync(new FolderDisk(folder.Path)));
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public async Task A_checkpoint_that_was_cut_off_is_ignored(double where)
    {
        var before = await FillAsync(60);
        var octets = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);
        var part = octets[..(int)(octets.Length * where)];
        await System.IO.File.WriteAllBytesAsync(File, part, TestContext.Current.CancellationToken);
        Assert.Equal(before, await LoadAsync(new FolderDisk(folder.Path)));
    }

    [Fact]
    public async Task A_full_disk_costs_the_checkpoint_and_nothing_else()
    {
        var disk = new WatchedDisk(new FolderDisk(folder.Path))
        {
            AppendFails = name => name.StartsWith("checkpoint", StringComparison.Ordinal),
        };
        var before = await FillAsync(30, disk);
        Assert.False(System.IO.File.Exists(File));
        Assert.Equal(before, await LoadAsync(new FolderDisk(folder.Path)));
    }

    private static List<string> Describe(RunningSite site) => [.. site.Scheduler.Pending
        .Select(c => $"{c.Message.Id} {c.Message.From} {c.Copy.Next} {c.Attempts} {c.NextAttempt:O} {c.Since:O} "
            + $"{string.Join(',', c.Remaining)} {string.Join(',', c.Held)} {c.LastReply} {c.IsDelayTold}")
        .Order()];

    private async Task<List<string>> FillAsync(int messages, IDisk? disk = null)
    {
        var outcomes = new[] { Outcome.Relayed, Outcome.Deferred, Outcome.Held, Outcome.Relayed };
        var deliverer = new ScriptedDeliverer((job, _) =>
            ValueTask.FromResult(outcomes[job.Message.Id.GetHashCode(StringComparison.Ordinal) & 3]));
        await using var site = await StartAsync(deliverer, disk ?? new FolderDisk(folder.Path));
        for (var i = 0; i < messages; i++)
        {
            var copies = new[] { Some.ToInternet(7, "x.example", "a@x.example", "b@x.example") };
            await Some.CommitAsync(site.Spool, Some.Message($"M{i:D3}", copies) with
            {
                From = i % 2 == 0 ? "" : "s@y",
            });
        }

        await site.IdleAsync();
        return Describe(site);
    }

    private async Task<List<string>> LoadAsync(IDisk disk)
    {
        await using var site = await StartAsync(ScriptedDeliverer.Always(Outcome.Deferred), disk);
        await site.IdleAsync();
        return Describe(site);
    }

    private async Task<RunningSite> StartAsync(IDeliverer deliverer, IDisk disk) =>
        new(await Some.SpoolAsync(disk, Small, clock), deliverer, Some.Options, clock);
}
