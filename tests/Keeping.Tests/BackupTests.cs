using System.Diagnostics;
using Causeway.Keeping.Backups;
using Causeway.Storage;

namespace Causeway.Keeping.Tests;

public sealed class BackupTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_backup_copies_only_what_changed()
    {
        using var site = await DamagedSite.CreateAsync();
        var first = await BackUpAsync(site);
        Assert.Equal((8, 8), (first.Files.Length, first.CopiedFiles));
        Assert.Equal(first.Octets, first.CopiedOctets);

        var second = await BackUpAsync(site);

        Assert.Equal((2, 8, 0, 0L), (second.Number, second.Files.Length, second.CopiedFiles, second.CopiedOctets));

        // Read in the meantime: moved and marked as seen, the octets as they were.
        var message = site.Files().First(file => file.Contains("/new/", StringComparison.Ordinal));
        File.Move(message, message.Replace("/new/", "/cur/", StringComparison.Ordinal) + ":2,S");
        Assert.Equal(0, (await BackUpAsync(site)).CopiedFiles);

        await File.WriteAllTextAsync(site.In("credentials"), "changed", Token);
        var fourth = await BackUpAsync(site);
        Assert.Equal((9, 1, 7L), (fourth.Files.Length, fourth.CopiedFiles, fourth.CopiedOctets));
    }

    [Fact]
    public async Task What_is_restored_has_the_octets_of_the_backup_and_opens_without_repair()
    {
        using var site = await DamagedSite.CreateAsync();
        await File.WriteAllTextAsync(site.In("credentials"), "a secret", Token);
        var manifest = await BackUpAsync(site);
        var before = Contents(site.Folder);
        Directory.Delete(site.Folder, recursive: true);

        var result = await RestoreAsync(site, manifest);

        Assert.Equal((0, 2, 0), (result.Queue.FoundDelivered, result.Queue.Waiting, result.Queue.Held));
        Assert.Equal(before.Where(IsMail), Contents(site.Folder).Where(IsMail));
        Assert.All(site.Files().Where(file => !file.EndsWith("lock", StringComparison.Ordinal)),
            file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
        var report = await site.VerifyAsync();
        Assert.Empty(report.Findings);
        Assert.Equal((7, 2, 2), (report.Facts, report.Queued, report.Compared));

        static bool IsMail(string file) => !file.StartsWith("audit.", StringComparison.Ordinal)
            && !file.StartsWith("spool/bodies/0000000002", StringComparison.Ordinal)
            && !file.StartsWith("spool/lock", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_site_remembers_for_some_days_is_in_its_backup()
    {
        using var site = await DamagedSite.CreateAsync();
        var now = TimeProvider.System.GetUtcNow();
        using (var journal = await DayJournal.OpenAsync(new FolderDisk(site.In("memory")), "senders", 3, 5, now, Token))
        {
            journal.Add("key", "alice@fabrikam.example", now);
        }

        var manifest = await BackUpAsync(site);
        await RestoreAsync(site, manifest, isReplacing: true);

        using var restored = await DayJournal.OpenAsync(
            new FolderDisk(site.In("memory")), "senders", 3, 5, now, Token);
        Assert.Equal("alice@fabrikam.example", restored.Find("key", now));
    }

    [Fact]
    public async Task What_root_restores_belongs_to_the_owner_of_the_data_folder()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give files away");
        using var site = await DamagedSite.CreateAsync();
        var manifest = await BackUpAsync(site);
        var above = Path.GetDirectoryName(site.Folder)!;
        using (var given = Process.Start("chown", ["4711:4712", above]))
        {
            await given.WaitForExitAsync(Token);
        }

        await RestoreAsync(site, manifest, isReplacing: true);

        var find = new ProcessStartInfo("find", [site.Folder, "-not", "-user", "4711", "-o", "-not", "-group", "4712"])
        {
            RedirectStandardOutput = true,
        };
        using var strangers = Process.Start(find)!;
        Assert.Equal("", await strangers.StandardOutput.ReadToEndAsync(Token));
        Assert.NotEmpty(site.Files());
    }

    [Fact]
    public async Task Mail_that_was_delivered_after_the_log_was_taken_is_found_in_its_mailbox_and_not_delivered_again()
    {
        using var site = await DamagedSite.CreateAsync();
        var manifest = await BackUpAsync(site, cutFacts: 2);

        // The log ends before any delivery was recorded, and the owner has read one message meanwhile.
        var result = await RestoreAsync(site, manifest, isReplacing: true);

        Assert.Equal(1, result.Queue.FoundDelivered);
        Assert.Equal(0, result.Queue.Waiting);
        Assert.DoesNotContain((await site.VerifyAsync()).Findings, finding => finding.IsDamage);
    }

    [Fact]
    public async Task What_waits_can_come_back_held()
    {
        using var site = await DamagedSite.CreateAsync();

        var result = await RestoreAsync(site, await BackUpAsync(site), isReplacing: true, isHolding: true);

        Assert.Equal((0, 2, 2), (result.Queue.Waiting, result.Queue.Held, result.Queue.HeldNow));
        Assert.True(Directory.Exists(result.MovedTo));
    }

    [Fact]
    public async Task A_folder_that_is_not_empty_is_refused_and_one_that_is_held_always()
    {
        using var site = await DamagedSite.CreateAsync();
        var manifest = await BackUpAsync(site);

        var refused = await Assert.ThrowsAsync<IOException>(() => RestoreAsync(site, manifest));
        Assert.Contains("--replace", refused.Message, StringComparison.Ordinal);
        await using var running = StoppedSite.Hold(site.Folder, TimeProvider.System);
        await Assert.ThrowsAsync<DiskLockedException>(() => RestoreAsync(site, manifest, isReplacing: true));
    }

    [Fact]
    public async Task A_damaged_backup_restores_nothing_and_a_new_one_copies_the_file_again()
    {
        using var site = await DamagedSite.CreateAsync();
        var manifest = await BackUpAsync(site);
        foreach (var file in manifest.Files)
        {
            var path = Path.Combine(site.Backups, "objects", file.Sha256[..2], file.Sha256);
            var octets = await File.ReadAllBytesAsync(path, Token);
            await File.WriteAllBytesAsync(path, [.. octets[..^1], (byte)~octets[^1]], Token);
            var fault = await Assert.ThrowsAsync<InvalidDataException>(
                () => RestoreAsync(site, manifest, isReplacing: true));
            Assert.Contains(file.Path, fault.Message, StringComparison.Ordinal);
            Assert.True(Directory.Exists(site.In("spool")), "the site was moved away");
            await File.WriteAllBytesAsync(path, octets, Token);
        }
    }

    [Fact]
    public async Task Pruning_leaves_the_newest_backups_whole_and_nothing_else()
    {
        using var site = await DamagedSite.CreateAsync();
        await File.WriteAllTextAsync(site.In("credentials"), "old", Token);
        await BackUpAsync(site);
        await File.WriteAllTextAsync(site.In("credentials"), "newer", Token);
        var manifest = await BackUpAsync(site);
        var store = new BackupStore(site.Backups);

        Assert.Equal(1, await store.PruneAsync(1, Token));

        Assert.Equal([2], store.Numbers());
        await RestoreAsync(site, manifest, isReplacing: true);
        Assert.Equal("newer", await File.ReadAllTextAsync(site.In("credentials"), Token));
    }

    [Fact]
    public async Task A_manifest_of_which_any_octet_changed_does_not_count()
    {
        using var site = await DamagedSite.CreateAsync();
        await BackUpAsync(site);
        var path = Path.Combine(site.Backups, "manifests", "0000000001");
        var octets = await File.ReadAllBytesAsync(path, Token);
        for (var at = 0; at < octets.Length; at++)
        {
            byte[] changed = [.. octets];
            changed[at] ^= 2;
            await File.WriteAllBytesAsync(path, changed, Token);
            await Assert.ThrowsAsync<InvalidDataException>(
                async () => await new BackupStore(site.Backups).ReadManifestAsync(1, Token));
        }
    }

    [Theory]
    [InlineData("/etc/cron.d/job", 'a', 64)]
    [InlineData("../other/credentials", 'a', 64)]
    [InlineData("spool/../../credentials", 'a', 64)]
    [InlineData("spool/./format", 'a', 64)]
    [InlineData("spool//format", 'a', 64)]
    [InlineData("spool/", 'a', 64)]
    [InlineData("", 'a', 64)]
    [InlineData("..\\credentials", 'a', 64)]
    [InlineData("format\0", 'a', 64)]
    [InlineData("format", 'A', 64)]
    [InlineData("format", '/', 64)]
    [InlineData("format", 'a', 1)]
    public async Task A_manifest_that_leads_out_of_its_folders_is_refused(string path, char letter, int letters)
    {
        using var site = await DamagedSite.CreateAsync();
        var manifest = await BackUpAsync(site);
        var store = new BackupStore(site.Backups);
        store.Finish(manifest with
        {
            Number = 2, Files = [manifest.Files[0] with { Path = path, Sha256 = new string(letter, letters) }],
        });

        var fault = await Assert.ThrowsAsync<InvalidDataException>(
            async () => await store.ReadManifestAsync(2, Token));

        Assert.Contains($"'{path}'", fault.Message, StringComparison.Ordinal);
        Assert.Equal(manifest.Files, (await store.ReadManifestAsync(1, Token)).Files);
    }

    [Fact]
    public async Task A_backup_that_was_interrupted_does_not_count()
    {
        using var site = await DamagedSite.CreateAsync();
        var files = 0;
        await Assert.ThrowsAsync<OperationCanceledException>(() => BackUpAsync(
            site, progress: _ => files = ++files == 3 ? throw new OperationCanceledException() : files));

        Assert.Empty(new BackupStore(site.Backups).Numbers());
        Assert.Equal((1, 8), ((await BackUpAsync(site)) is var whole ? whole.Number : 0, whole.Files.Length));
    }

    private static async Task<BackupManifest> BackUpAsync(
        DamagedSite site, int? cutFacts = null, Action<BackupProgress>? progress = null)
    {
        var store = new BackupStore(site.Backups);
        using var held = store.Hold();
        await using ISiteHold hold = cutFacts is { } facts
            ? await CutSite.HoldAsync(site, facts)
            : StoppedSite.Hold(site.Folder, TimeProvider.System);
        return await new BackupRun(site.Folder, hold, store, TimeProvider.System, progress ?? (_ => { }))
            .RunAsync(Token);
    }

    private static Task<RestoreResult> RestoreAsync(
        DamagedSite site, BackupManifest manifest, bool isReplacing = false, bool isHolding = false) =>
        new RestoreRun(new BackupStore(site.Backups), TimeProvider.System, _ => { })
            .RunAsync(manifest, site.Folder, isReplacing, isHolding, Token).AsTask();

    private static List<string> Contents(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => $"{Path.GetRelativePath(folder, file)} {Convert.ToHexString(File.ReadAllBytes(file))}")
            .Order(StringComparer.Ordinal),
    ];
}
