using Causeway.Ledger.Forgetting;
using Causeway.Storage;

namespace Causeway.Auditing.Tests;

/// <summary>
/// The audit log over the disk that forgets (docs/adr/0015-crash-ledger.md): a change that was recorded stays recorded,
/// and the chain is whole again after the next start.
/// </summary>
public sealed class DiskThatForgetsTests(ITestOutputHelper output)
{
    private const int Changes = 6;

    [Fact]
    public async Task A_recorded_change_survives_whichever_operation_of_the_disk_is_the_last()
    {
        var (crashes, faults) = await CrashEverywhereAsync(disk => disk);
        output.WriteLine($"{crashes} crashes, {faults.Count} faults");
        Assert.Empty(faults);
        Assert.True(crashes > 100, $"only {crashes} crashes");
    }

    [Fact]
    public async Task A_log_that_does_not_sync_its_entries_is_found_out() => Assert.NotEmpty(
        (await CrashEverywhereAsync(disk => new CarelessDisk(disk, name => name == AuditFiles.Log, _ => false)))
        .Faults);

    private static async Task<(int Crashes, List<string> Faults)> CrashEverywhereAsync(Func<IDisk, IDisk> wrap)
    {
        var (crashes, faults) = (0, new List<string>());
        for (var seed = 0; seed < 8; seed++)
        {
            for (var operation = 1; ; operation++)
            {
                var disk = new ForgetfulDisk(operation);
                var recorded = await WriteAsync(wrap(disk), []);
                if (!disk.Down.IsCompleted)
                {
                    break;
                }

                crashes++;
                var after = disk.Restart(Survival.Of(seed));
                await WriteAsync(wrap(after), recorded);
                var there = (await SomeLog.ReadAsync(after)).Select(entry => entry.Subject).ToHashSet();
                var verdict = await SomeLog.VerifyAsync(after);
                if (!there.IsSupersetOf(recorded) || !verdict.IsGood(isRunning: false))
                {
                    faults.Add($"seed {seed}, operation {operation}: {verdict}");
                }
            }
        }

        return (crashes, faults);
    }

    private static async Task<List<string>> WriteAsync(IDisk disk, List<string> recorded)
    {
        try
        {
            await using var log = await SomeLog.OpenAsync(disk);
            for (var i = 0; i < Changes; i++)
            {
                var subject = $"change {recorded.Count}";
                log.Append("ada", "x", subject, null, null);
                recorded.Add(subject);
            }
        }
        catch (CrashException)
        {
        }

        return recorded;
    }
}
