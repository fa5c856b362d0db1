using Causeway.Queue.Facts;
using Causeway.Storage;

namespace Causeway.Queue.Tests;

public sealed class SpoolRecoveryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Whatever_the_log_is_cut_to_the_messages_before_the_cut_are_whole()
    {
        var ends = await WriteThreeAsync();
        for (var cut = 0L; cut <= ends[^1]; cut += 7)
        {
            using var crashed = folder.Copy();
            Cut(crashed, "facts", cut);
            await using var spool = await Some.SpoolAsync(new FolderDisk(crashed.Path));
            var history = (await Some.HistoryAsync(spool)).Cast<Accepted>().ToList();
            Assert.Equal(ends.Count(end => end <= cut), history.Count);
            foreach (var message in history)
            {
                Assert.Equal(5000, (await Some.ReadAsync(spool, message)).Length);
            }
        }
    }

    [Fact]
    public async Task A_message_whose_octets_are_missing_does_not_count()
    {
        await WriteThreeAsync();
        Cut(folder, "bodies", 12_000);
        await using var spool = await Some.SpoolAsync(new FolderDisk(folder.Path));
        Assert.Equal(["M1", "M2"], (await Some.HistoryAsync(spool)).Cast<Accepted>().Select(message => message.Id));
    }

    [Fact]
    public async Task The_log_goes_on_behind_a_torn_record()
    {
        var ends = await WriteThreeAsync();
        Cut(folder, "facts", ends[^1] - 10);
        await using (var spool = await Some.SpoolAsync(new FolderDisk(folder.Path)))
        {
            await Some.CommitAsync(spool, Some.Message("M4"));
        }

        await using var again = await Some.SpoolAsync(new FolderDisk(folder.Path));
        var history = (await Some.HistoryAsync(again)).Cast<Accepted>();
        Assert.Equal(["M1", "M2", "M4"], history.Select(message => message.Id));
    }

    [Fact]
    public async Task A_whole_record_behind_a_torn_one_is_kept()
    {
        var ends = await WriteThreeAsync();
        using (var file = File.OpenWrite(Path.Combine(folder.Path, "facts", "0000000001")))
        {
            file.Position = ends[0] + 30;
            file.Write("torn"u8);
        }

        await using var spool = await Some.SpoolAsync(new FolderDisk(folder.Path));
        Assert.Equal(["M1", "M3"], (await Some.HistoryAsync(spool)).Cast<Accepted>().Select(message => message.Id));
    }

    [Fact]
    public async Task A_log_of_zeros_at_its_end_is_cut()
    {
        var ends = await WriteThreeAsync();
        using (var file = File.OpenWrite(Path.Combine(folder.Path, "facts", "0000000001")))
        {
            file.SetLength(ends[^1] + 100_000);
        }

        await using var spool = await Some.SpoolAsync(new FolderDisk(folder.Path));
        Assert.Equal(3, (await Some.HistoryAsync(spool)).Count);
        Assert.Equal(ends[^1], new FileInfo(Path.Combine(folder.Path, "facts", "0000000001")).Length);
    }

    [Fact]
    public async Task Whenever_the_process_dies_what_was_acknowledged_is_there_and_whole()
    {
        var acknowledged = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        await using var spool = await Some.SpoolAsync(new FolderDisk(folder.Path));
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
            {
                var length = i % 10 == 0 ? 200_000 : 3000 + i;
                await Some.CommitAsync(spool, Some.Message($"M{writer}-{i}"), Some.Octets(length, i));
                acknowledged[$"M{writer}-{i}"] = i;
            }
        })).ToList();
        var all = Task.WhenAll(writers);
        do
        {
            var before = acknowledged.ToArray();
            using var crashed = folder.Copy();
            await using var recovered = await Some.SpoolAsync(new FolderDisk(crashed.Path));
            var messages = (await Some.HistoryAsync(recovered)).Cast<Accepted>().ToDictionary(message => message.Id);
            foreach (var (id, i) in before)
            {
                Assert.Equal(Some.Octets((int)messages[id].Size, i), await Some.ReadAsync(recovered, messages[id]));
            }
        }
        while (!all.IsCompleted);
        await all;
        Assert.Equal(480, acknowledged.Count);
    }

    /// <summary>Three messages, each a group of its own; the lengths of the log behind each.</summary>
    private async Task<List<long>> WriteThreeAsync()
    {
        var ends = new List<long>();
        await using var spool = await Some.SpoolAsync(new FolderDisk(folder.Path));
        for (var i = 1; i <= 3; i++)
        {
            await Some.CommitAsync(spool, Some.Message($"M{i}"), Some.Octets(5000, i));
            ends.Add(new FileInfo(Path.Combine(folder.Path, "facts", "0000000001")).Length);
        }

        return ends;
    }

    private static void Cut(TemporaryFolder folder, string store, long length)
    {
        using var file = File.OpenWrite(Path.Combine(folder.Path, store, "0000000001"));
        file.SetLength(length);
    }
}
