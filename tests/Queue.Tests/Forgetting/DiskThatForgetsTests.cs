using System.Collections.Concurrent;
using Causeway.Ledger.Forgetting;
using Causeway.Storage;

namespace Causeway.Queue.Tests.Forgetting;

/// <summary>
/// The crash ledger over the disk that forgets (docs/adr/0015-crash-ledger.md): whatever dies and whenever, every
/// message that was acknowledged comes to exactly one end.
/// </summary>
public sealed class DiskThatForgetsTests(ITestOutputHelper output)
{
    /// <summary>So short that the log is deleted while the history lasts.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Every_acknowledged_message_has_one_end_whichever_operation_of_the_disk_is_the_last()
    {
        var verdicts = await CrashEverywhereAsync(28, disk => disk);
        var crashed = verdicts.Where(verdict => verdict.Crashes > 0).ToList();
        var faults = verdicts.SelectMany(verdict => verdict.Faults).ToList();
        output.WriteLine(
            $"{crashed.Count} histories with {crashed.Sum(v => v.Crashes)} crashes, "
            + $"{verdicts.Sum(v => v.Acknowledged)} messages with 250, {faults.Count} faults, "
            + $"{verdicts.Sum(v => v.Repeats)} deliveries repeated");
        faults.Take(20).ToList().ForEach(output.WriteLine);
        Assert.Empty(faults);
        Assert.True(crashed.Count > 2000, $"only {crashed.Count} histories crashed");
        Assert.True(crashed.Count(verdict => verdict.Crashes > 1) > 500, "too few histories crashed twice");
    }

    [Fact]
    public async Task Every_acknowledged_message_has_one_end_while_the_log_is_deleted_behind_the_queue()
    {
        var verdicts = await CrashEverywhereAsync(3, disk => disk, Soon);
        var faults = verdicts.SelectMany(verdict => verdict.Faults).ToList();
        output.WriteLine(
            $"{verdicts.Count(v => v.Crashes > 0)} histories with {verdicts.Sum(v => v.Crashes)} crashes, "
            + $"{verdicts.Sum(v => v.Acknowledged)} messages with 250, "
            + $"{verdicts.Sum(v => v.Deleted)} segments deleted, {faults.Count} faults");
        faults.Take(20).ToList().ForEach(output.WriteLine);
        Assert.Empty(faults);
        Assert.True(verdicts.Count(v => v.Crashes > 0) > 500, "too few histories crashed");
        Assert.True(verdicts.Count(v => v.Deleted > 0) > 500, "too few histories deleted any of the log");
    }

    [Fact]
    public Task Deleting_the_log_behind_a_picture_whose_name_may_be_lost_is_found_out() =>
        IsFoundOutAsync("-", "", Soon, "does not open");

    [Fact]
    public Task Deleting_the_log_behind_a_picture_whose_octets_may_be_lost_is_found_out() =>
        IsFoundOutAsync("checkpoint", "-", Soon, "does not open");

    [Fact]
    public Task A_spool_that_does_not_sync_its_octets_is_found_out() => IsFoundOutAsync("bodies/", "-");

    [Fact]
    public Task A_spool_that_does_not_sync_its_facts_is_found_out() => IsFoundOutAsync("facts/", "-");

    [Fact]
    public Task A_spool_that_does_not_sync_the_name_of_a_body_segment_is_found_out() => IsFoundOutAsync("-", "bodies");

    [Fact]
    public Task A_spool_that_does_not_sync_the_name_of_a_fact_segment_is_found_out() => IsFoundOutAsync("-", "facts");

    private static async Task IsFoundOutAsync(
        string file, string folder, TimeSpan? keep = null, string how = "is lost")
    {
        var verdicts = await CrashEverywhereAsync(
            2,
            disk => new CarelessDisk(
                disk, name => name.StartsWith(file, StringComparison.Ordinal), name => name == folder),
            keep);
        Assert.Contains(
            verdicts.SelectMany(verdict => verdict.Faults),
            fault => fault.Contains(how, StringComparison.Ordinal));
    }

    /// <summary>Each history again and again, one operation further each time, until it ends without a crash.</summary>
    private static async Task<IReadOnlyCollection<LedgerVerdict>> CrashEverywhereAsync(
        int histories, Func<IDisk, IDisk> wrap, TimeSpan? keep = null)
    {
        var verdicts = new ConcurrentQueue<LedgerVerdict>();
        await Parallel.ForAsync(0, histories, TestContext.Current.CancellationToken, async (seed, _) =>
        {
            for (var operation = 1; ; operation++)
            {
                // Every other time the recovery or what follows it crashes too.
                var second = operation % 2 == 0 ? 1 + ((operation / 2) % 40) : 0;
                var verdict = await new LedgerCase(seed, [operation, second], wrap, keep).RunAsync();
                verdicts.Enqueue(verdict with
                {
                    Faults = [.. verdict.Faults.Select(fault => $"seed {seed}, {operation}, {second}: {fault}")],
                });
                if (verdict.Crashes == 0)
                {
                    return;
                }
            }
        });
        return verdicts;
    }
}
