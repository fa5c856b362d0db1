using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;

namespace Causeway.Queue.Tests;

public sealed class SpoolTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10_000)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(3_000_000)]
    public async Task A_message_reads_back_as_it_was_written(int length)
    {
        var octets = Some.Octets(length);
        Accepted message;
        await using (var spool = await Some.SpoolAsync(new FolderDisk(folder.Path)))
        {
            message = await Some.CommitAsync(spool, Some.Message("M1"), octets);
            Assert.Equal(octets, await Some.ReadAsync(spool, message));
            Assert.Equal(length, message.Size);
        }

        await using var again = await Some.SpoolAsync(new FolderDisk(folder.Path));
        var recovered = Assert.IsType<Accepted>(Assert.Single(await Some.HistoryAsync(again)));
        Assert.Equal(message.Body, recovered.Body);
        Assert.Equal(octets, await Some.ReadAsync(again, recovered));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(10_000, 500)]
    [InlineData(65_536, 1)]
    [InlineData(65_000, 70_000)]
    [InlineData(3_000_000, 500)]
    [InlineData(3_000_000, 300_000)]
    public async Task What_is_put_on_top_stands_before_what_came_first(int below, int above)
    {
        var (body, top) = (Some.Octets(below), Some.Octets(above));
        Accepted message;
        await using (var spool = await Some.SpoolAsync(new FolderDisk(folder.Path)))
        {
            using var writer = spool.BeginBody();
            await writer.WriteAsync(body, TestContext.Current.CancellationToken);
            await writer.PutOnTopAsync(top, TestContext.Current.CancellationToken);
            message = await spool.CommitAsync(writer, Some.Message("M1"), TestContext.Current.CancellationToken);
            Assert.Equal(top.Concat(body), await Some.ReadAsync(spool, message));
            Assert.Equal(below + above, message.Size);
        }

        await using var again = await Some.SpoolAsync(new FolderDisk(folder.Path));
        var recovered = Assert.IsType<Accepted>(Assert.Single(await Some.HistoryAsync(again)));
        Assert.Equal(top.Concat(body), await Some.ReadAsync(again, recovered));
    }

    [Fact]
    public async Task Facts_come_back_in_the_order_in_which_they_were_recorded()
    {
        await using (var spool = await Some.SpoolAsync(new FolderDisk(folder.Path)))
        {
            for (var i = 1; i <= 100; i++)
            {
                var fact = new Attempted { At = Some.Noon, Id = "M", Copy = 0, Attempt = i };
                await spool.RecordAsync(fact, (Durability)(i % 3), TestContext.Current.CancellationToken);
            }
        }

        await using var again = await Some.SpoolAsync(new FolderDisk(folder.Path));
        var attempts = (await Some.HistoryAsync(again)).Cast<Attempted>().Select(fact => fact.Attempt);
        Assert.Equal(Enumerable.Range(1, 100), attempts);
    }

    [Fact]
    public async Task Many_commits_at_once_share_few_syncs()
    {
        var disk = new WatchedDisk(new FolderDisk(folder.Path)) { SyncTakes = TimeSpan.FromMilliseconds(2) };
        await using var spool = await Some.SpoolAsync(disk);
        await Task.WhenAll(
            Enumerable.Range(0, 400).Select(i => Task.Run(() => Some.CommitAsync(spool, Some.Message($"M{i}")))));
        Assert.InRange(disk.Syncs, 2, 200);
    }

    [Fact]
    public async Task A_commit_alone_is_synced_octets_and_fact()
    {
        var disk = new WatchedDisk(new FolderDisk(folder.Path));
        await using var spool = await Some.SpoolAsync(disk);
        await Some.CommitAsync(spool, Some.Message("M1"));
        Assert.Equal(2, disk.Syncs);
    }

    [Fact]
    public async Task Segments_roll_and_the_log_reads_across_them()
    {
        var small = new SpoolOptions { BodySegmentOctets = 1000, FactSegmentOctets = 1000 };
        await using (var spool = await Some.SpoolAsync(new FolderDisk(folder.Path), small))
        {
            for (var i = 0; i < 20; i++)
            {
                await Some.CommitAsync(spool, Some.Message($"M{i:D2}"), Some.Octets(700, i));
            }
        }

        await using var again = await Some.SpoolAsync(new FolderDisk(folder.Path), small);
        var messages = (await Some.HistoryAsync(again)).Cast<Accepted>().ToList();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"M{i:D2}"), messages.Select(message => message.Id));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(Some.Octets(700, i), await Some.ReadAsync(again, messages[i]));
        }
    }

    [Fact]
    public async Task A_second_opening_is_refused_and_says_why()
    {
        await using var spool = await Some.SpoolAsync(new FolderDisk(folder.Path));
        var refusal = await Assert.ThrowsAsync<DiskLockedException>(
            async () => await Some.SpoolAsync(new FolderDisk(folder.Path)));
        Assert.Contains(folder.Path, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bodies/")]
    [InlineData("facts/")]
    public async Task A_full_disk_acknowledges_nothing_and_the_spool_goes_on_when_there_is_room(string where)
    {
        var disk = new WatchedDisk(new FolderDisk(folder.Path));
        await using (var spool = await Some.SpoolAsync(disk))
        {
            await Some.CommitAsync(spool, Some.Message("M1"));
            disk.AppendFails = name => name.StartsWith(where, StringComparison.Ordinal);
            await Assert.ThrowsAsync<SpoolFaultException>(() => Some.CommitAsync(spool, Some.Message("M2")));
            disk.AppendFails = _ => false;
            await Some.CommitAsync(spool, Some.Message("M3"));
        }

        await using var again = await Some.SpoolAsync(new FolderDisk(folder.Path));
        var history = (await Some.HistoryAsync(again)).Cast<Accepted>().ToList();
        Assert.Equal(["M1", "M3"], history.Select(message => message.Id));
        Assert.NotEmpty(await Some.ReadAsync(again, history[1]));
    }

    [Fact]
    public async Task A_fact_that_nobody_waits_for_survives_a_full_disk()
    {
        var disk = new WatchedDisk(new FolderDisk(folder.Path)) { AppendFails = _ => true };
        await using (var spool = await Some.SpoolAsync(disk))
        {
            var fact = new Attempted { At = Some.Noon, Id = "M", Copy = 0, Attempt = 1 };
            await spool.RecordAsync(fact, Durability.Queued, TestContext.Current.CancellationToken);
            await Assert.ThrowsAsync<SpoolFaultException>(() => Some.CommitAsync(spool, Some.Message("M2")));
            disk.AppendFails = _ => false;
        }

        await using var again = await Some.SpoolAsync(new FolderDisk(folder.Path));
        Assert.IsType<Attempted>(Assert.Single(await Some.HistoryAsync(again)));
    }

    [Fact]
    public async Task After_a_failed_sync_nothing_more_is_promised()
    {
        var disk = new WatchedDisk(new FolderDisk(folder.Path)) { SyncFails = _ => true };
        await using var spool = await Some.SpoolAsync(disk);
        await Assert.ThrowsAsync<SpoolFaultException>(() => Some.CommitAsync(spool, Some.Message("M1")));
        disk.SyncFails = _ => false;
        await Assert.ThrowsAsync<SpoolFaultException>(() => Some.CommitAsync(spool, Some.Message("M2")));
    }

    [Fact]
    public async Task A_body_segment_without_live_messages_is_deleted()
    {
        var small = new SpoolOptions { BodySegmentOctets = 1000 };
        await using var spool = await Some.SpoolAsync(new FolderDisk(folder.Path), small);
        spool.Retain([]);
        var first = await Some.CommitAsync(spool, Some.Message("M1"), Some.Octets(2000));
        var second = await Some.CommitAsync(spool, Some.Message("M2"), Some.Octets(2000));
        spool.Release(first);
        await Some.CommitAsync(spool, Some.Message("M3"));
        await Some.CommitAsync(spool, Some.Message("M4"));
        var left = Directory.GetFiles(Path.Combine(folder.Path, "bodies")).Select(Path.GetFileName);
        Assert.DoesNotContain("0000000001", left);
        Assert.Equal(2000, (await Some.ReadAsync(spool, second)).Length);
    }

    [Fact]
    public async Task A_held_spool_deletes_no_octets_until_it_is_let_go_and_says_how_far_it_is_durable()
    {
        var small = new SpoolOptions { BodySegmentOctets = 1000 };
        await using var spool = await Some.SpoolAsync(new FolderDisk(folder.Path), small);
        spool.Retain([]);
        var first = await Some.CommitAsync(spool, Some.Message("M1"), Some.Octets(2000));
        var hold = await spool.HoldAsync(TestContext.Current.CancellationToken);
        spool.Release(first);
        await Some.CommitAsync(spool, Some.Message("M2"), Some.Octets(2000));
        await Some.CommitAsync(spool, Some.Message("M3"), Some.Octets(500));

        var extent = await spool.ReadExtentAsync();

        Assert.Equal(new LogPosition(3, 500), extent.Bodies);
        Assert.Equal(new FileInfo(Path.Combine(folder.Path, "facts", "0000000001")).Length, extent.Facts.Offset);
        Assert.True(File.Exists(Path.Combine(folder.Path, "bodies", "0000000001")));

        hold.Dispose();
        await spool.ReadExtentAsync();
        await spool.ReadExtentAsync();
        Assert.False(File.Exists(Path.Combine(folder.Path, "bodies", "0000000001")));
    }

    [Fact]
    public async Task An_abandoned_message_leaves_nothing_behind()
    {
        var small = new SpoolOptions { BodySegmentOctets = 1000 };
        await using (var spool = await Some.SpoolAsync(new FolderDisk(folder.Path), small))
        {
            spool.Retain([]);
            using (var body = spool.BeginBody())
            {
                await body.WriteAsync(Some.Octets(300_000), TestContext.Current.CancellationToken);
            }

            await Some.CommitAsync(spool, Some.Message("M1"));
            await Some.CommitAsync(spool, Some.Message("M2"));
            Assert.False(File.Exists(Path.Combine(folder.Path, "bodies", "0000000001")));
        }

        await using var again = await Some.SpoolAsync(new FolderDisk(folder.Path));
        Assert.Equal(2, (await Some.HistoryAsync(again)).Count);
    }

    [Fact]
    public async Task Damaged_octets_are_never_handed_out_to_their_end()
    {
        await using var spool = await Some.SpoolAsync(new FolderDisk(folder.Path));
        var message = await Some.CommitAsync(spool, Some.Message("M1"), Some.Octets(1000));
        using (var file = new FileStream(
            Path.Combine(folder.Path, "bodies", "0000000001"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = 500;
            file.WriteByte((byte)(Some.Octets(1000)[500] ^ 1));
        }

        await Assert.ThrowsAsync<InvalidDataException>(() => Some.ReadAsync(spool, message));
    }
}
