using System.Security.Cryptography;
using System.Text;
using Causeway.Ledger.Forgetting;
using Causeway.Storage;

namespace Causeway.Auditing.Tests;

public sealed class AuditLogTests
{
    [Fact]
    public async Task What_was_appended_is_read_as_it_was_said()
    {
        var disk = new ForgetfulDisk();
        await SomeLog.WriteAsync(disk, 2);

        var entries = await SomeLog.ReadAsync(disk);

        Assert.Equal([1, 2], entries.Select(entry => entry.Number));
        Assert.Equal(
            ("ada (1000)", "queue.hold", "message 2", "grace@contoso.example waiting", "\u00e9 \"held\"\n"),
            (entries[1].Who, entries[1].What, entries[1].Subject, entries[1].Before, entries[1].After));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero), entries[1].At);
        Assert.Equal(entries[0].Hash, entries[1].Previous);
        Assert.Equal(AuditHead.None.Hash, entries[0].Previous);
    }

    [Fact]
    public async Task A_hash_is_the_SHA_256_of_its_line_before_the_hash()
    {
        var disk = new ForgetfulDisk();
        await SomeLog.WriteAsync(disk, 1);

        var line = Encoding.UTF8.GetString(await SomeLog.OctetsAsync(disk, AuditFiles.Log));
        var covered = line[..line.IndexOf(",\"hash\":", StringComparison.Ordinal)];

        Assert.Equal(
            (await SomeLog.ReadAsync(disk))[0].Hash,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(covered))));
    }

    [Fact]
    public async Task It_goes_on_where_it_ended()
    {
        var disk = new ForgetfulDisk();
        await SomeLog.WriteAsync(disk, 2);
        await SomeLog.WriteAsync(disk, 3);

        Assert.Equal([1, 2, 3, 4, 5], (await SomeLog.ReadAsync(disk)).Select(entry => entry.Number));
        var verdict = await SomeLog.VerifyAsync(disk);
        Assert.True(verdict.IsGood(isRunning: false));
        Assert.Equal(5, verdict.Entries);
    }

    [Fact]
    public async Task Many_threads_make_one_chain()
    {
        var disk = new ForgetfulDisk();
        await using (var log = await SomeLog.OpenAsync(disk))
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(
                () =>
                {
                    for (var i = 0; i < 50; i++)
                    {
                        log.Append(
                            [new AuditChange("x", "y", $"{thread}/{i}"), new AuditChange("x", "y", "beside it")]);
                    }
                },
                TestContext.Current.CancellationToken)));
        }

        Assert.Equal(800, (await SomeLog.VerifyAsync(disk)).Entries);
        Assert.True((await SomeLog.VerifyAsync(disk)).IsGood(isRunning: false));
    }

    [Fact]
    public async Task An_octet_that_is_changed_anywhere_is_noticed_at_its_entry()
    {
        var disk = new ForgetfulDisk();
        await SomeLog.WriteAsync(disk, 4);
        var (log, head) = await FilesAsync(disk);
        var entry = 1;
        for (var at = 0; at < log.Length; at++)
        {
            byte[] changed = [.. log];
            changed[at] ^= 1;

            var verdict = await SomeLog.VerifyAsync(SomeLog.With(changed, head));

            Assert.False(verdict.IsGood(isRunning: false), $"octet {at} of {log.Length}");
            Assert.Equal(entry, verdict.FirstBroken);
            entry += log[at] == '\n' ? 1 : 0;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task An_entry_that_was_taken_out_is_missed_also_at_the_end(int number)
    {
        var disk = new ForgetfulDisk();
        await SomeLog.WriteAsync(disk, 5);
        var (log, head) = await FilesAsync(disk);
        var lines = Lines(log);
        lines.RemoveAt(number - 1);

        var verdict = await SomeLog.VerifyAsync(SomeLog.With(Joined(lines), head));

        Assert.False(verdict.IsGood(isRunning: true));
        Assert.Equal(number, verdict.FirstBroken);
        Assert.Contains("missing", verdict.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_was_written_anew_does_not_fit_the_head()
    {
        var disk = new ForgetfulDisk();
        var forged = new ForgetfulDisk();
        await SomeLog.WriteAsync(disk, 3);
        await using (var log = await SomeLog.OpenAsync(forged))
        {
            log.Append([.. Enumerable.Repeat(new AuditChange("mallory", "queue.drop", "nothing"), 3)]);
        }

        var (_, head) = await FilesAsync(disk);
        var (other, otherHead) = await FilesAsync(forged);

        Assert.Equal(3, (await SomeLog.VerifyAsync(SomeLog.With(other, head))).FirstBroken);

        // Who can write both files is found out by a head that was kept elsewhere, and by nothing else.
        var known = (await SomeLog.VerifyAsync(disk)).Head;
        Assert.True((await SomeLog.VerifyAsync(SomeLog.With(other, otherHead))).IsGood(isRunning: false));
        Assert.Equal(3, (await SomeLog.VerifyAsync(SomeLog.With(other, otherHead), known)).FirstBroken);
        Assert.True((await SomeLog.VerifyAsync(disk, known)).IsGood(isRunning: false));
    }

    [Fact]
    public async Task An_entry_that_others_appended_stands_without_a_witness()
    {
        var disk = new ForgetfulDisk();
        await SomeLog.WriteAsync(disk, 2);
        var (_, head) = await FilesAsync(disk);
        await SomeLog.WriteAsync(disk, 1);
        var (log, _) = await FilesAsync(disk);

        var verdict = await SomeLog.VerifyAsync(SomeLog.With(log, head));

        Assert.Equal(1, verdict.Unwitnessed);
        Assert.False(verdict.IsGood(isRunning: false));
        Assert.True(verdict.IsGood(isRunning: true));
    }

    [Fact]
    public async Task A_damaged_log_goes_on_and_stays_known_as_damaged()
    {
        var disk = new ForgetfulDisk();
        await SomeLog.WriteAsync(disk, 4);
        var (log, head) = await FilesAsync(disk);
        var damaged = SomeLog.With(Joined(Lines(log).Take(2)), head);

        await SomeLog.WriteAsync(damaged, 1);

        var entries = await SomeLog.ReadAsync(damaged);
        Assert.Equal([1, 2, 5, 6], entries.Select(entry => entry.Number));
        Assert.Equal("audit.mended", entries[2].What);
        Assert.Contains("Entry 3 is missing", entries[2].Before, StringComparison.Ordinal);
        Assert.Equal(3, (await SomeLog.VerifyAsync(damaged)).FirstBroken);
    }

    [Fact]
    public async Task A_head_that_is_gone_is_said()
    {
        var disk = new ForgetfulDisk();
        await SomeLog.WriteAsync(disk, 2);
        var (log, _) = await FilesAsync(disk);
        var without = SomeLog.With(log, head: null);

        Assert.False((await SomeLog.VerifyAsync(without)).IsGood(isRunning: false));
        await SomeLog.WriteAsync(without, 0);

        var entries = await SomeLog.ReadAsync(without);
        Assert.Equal(3, entries.Count);
        Assert.Contains("audit.head", entries[2].Before, StringComparison.Ordinal);
        Assert.True((await SomeLog.VerifyAsync(without)).IsGood(isRunning: false));
    }

    [Fact]
    public async Task A_line_torn_at_any_octet_is_cut_and_said()
    {
        var disk = new ForgetfulDisk();
        await SomeLog.WriteAsync(disk, 2);
        var (_, head) = await FilesAsync(disk);
        var whole = (await SomeLog.OctetsAsync(disk, AuditFiles.Log)).Length;
        await SomeLog.WriteAsync(disk, 1);
        var (log, _) = await FilesAsync(disk);
        for (var cut = whole + 1; cut < log.Length; cut++)
        {
            var torn = SomeLog.With(log[..cut], head);
            Assert.Equal(cut - whole, (await SomeLog.VerifyAsync(torn)).TornOctets);

            await SomeLog.WriteAsync(torn, 1);

            var entries = await SomeLog.ReadAsync(torn);
            Assert.Equal([1, 2, 3, 4], entries.Select(entry => entry.Number));
            Assert.Contains($"{cut - whole} octets", entries[2].Before, StringComparison.Ordinal);
            Assert.True((await SomeLog.VerifyAsync(torn)).IsGood(isRunning: false));
        }
    }

    [Theory]
    [InlineData("not an entry\n")]
    [InlineData("not an entry\nand a torn line")]
    public async Task A_whole_line_behind_the_head_that_is_no_entry_is_kept_as_damage(string added)
    {
        var disk = new ForgetfulDisk();
        await SomeLog.WriteAsync(disk, 2);
        var (log, head) = await FilesAsync(disk);
        byte[] strange = [.. log, .. Encoding.UTF8.GetBytes(added)];
        var damaged = SomeLog.With(strange, head);

        await SomeLog.WriteAsync(damaged, 1);

        Assert.Equal(strange, (await SomeLog.OctetsAsync(damaged, AuditFiles.Log))[..strange.Length]);
        var entries = await SomeLog.ReadAsync(damaged);
        Assert.Equal([1, 2, 3, 4], entries.Select(entry => entry.Number));
        Assert.Contains("Entry 3 was changed", entries[2].Before, StringComparison.Ordinal);
        Assert.Equal(3, (await SomeLog.VerifyAsync(damaged)).FirstBroken);
    }

    private static async Task<(byte[] Log, byte[] Head)> FilesAsync(IDisk disk) =>
        (await SomeLog.OctetsAsync(disk, AuditFiles.Log), await SomeLog.OctetsAsync(disk, AuditFiles.Head));

    private static List<string> Lines(byte[] log) => [.. Encoding.UTF8.GetString(log).Trim().Split('\n')];

    private static byte[] Joined(IEnumerable<string> lines) =>
        Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => $"{line}\n")));
}
