using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Causeway.Admin;
using Causeway.Keeping;
using Causeway.Keeping.Backups;

namespace Causeway.CommandLine;

/// <summary>
/// <c>backup --data DIR --to BACKUPS</c> makes a backup of each site; <c>backup list|verify BACKUPS</c> looks at them.
/// </summary>
internal static class BackupCommand
{
    /// <summary>The audit log's word for a backup.</summary>
    public const string Made = "backup.made";

    public static Command Create()
    {
        var data = new Option<string?>("--data")
        {
            Description = "the data folder of the sites, or of one site", HelpName = "DIR",
        };
        var site = DataFolder.SiteOption();
        var target = new Option<string?>("--to") { Description = "the folder of the backups", HelpName = "BACKUPS" };
        var json = TopologyInput.JsonOption();
        var command = new Command(
            "backup", "Back up sites, running or stopped; what is there from earlier backups is not copied again.")
        {
            data, site, target, json, List(), Verify(), Prune(),
        };
        command.SetAction(async (parsed, ct) =>
        {
            if (parsed.GetValue(data) is not { } from || parsed.GetValue(target) is not { } to)
            {
                await Console.Error.WriteLineAsync(
                    "causeway: write backup --data DIR --to BACKUPS; see `causeway backup --help`.")
                    .ConfigureAwait(false);
                return ExitCode.Usage;
            }

            var folders = DataFolder.Choose(from, parsed.GetValue(site));
            var made = new List<BackupManifest>();
            foreach (var folder in folders)
            {
                made.Add(await RunAsync(folder.Checked(), to, ct).ConfigureAwait(false));
            }

            Print([.. made.Select(BackupManifestJson.Of)], parsed.GetValue(json));
            return made.Count > 0 ? ExitCode.Good : ExitCode.CouldNotRun;
        });
        return command;
    }

    /// <summary>The sites of which a folder holds backups; empty, with a message on stderr, where it is none.</summary>
    public static IReadOnlyList<(string Site, BackupStore Store)> Stores(string backups, string? site)
    {
        var found = Directory.Exists(backups)
            ? Directory.GetDirectories(backups).Order(StringComparer.Ordinal)
                .Where(path => site is null || System.IO.Path.GetFileName(path) == site)
                .Select(path => (Site: System.IO.Path.GetFileName(path), Store: new BackupStore(path)))
                .Where(one => one.Store.Numbers().Count > 0).ToList()
            : [];
        if (found.Count == 0)
        {
            Console.Error.WriteLine($"causeway: {backups} holds no backup{(site is null ? "" : $" of {site}")}; "
                + "make one with `causeway backup --data DIR --to BACKUPS`.");
        }

        return found;
    }

    private static async Task<BackupManifest> RunAsync(SiteFolder folder, string to, CancellationToken ct)
    {
        var store = new BackupStore(System.IO.Path.Combine(to, folder.Site));
        using var held = store.Hold();
        using var running = ApiClient.TryOpen(folder);
        ISiteHold hold = running is null
            ? StoppedSite.Hold(folder.Path, TimeProvider.System)
            : await running.HoldAsync(ct).ConfigureAwait(false);
        await using (hold.ConfigureAwait(false))
        {
            using var progress = new ProgressLine(folder.Site);
            var run = new BackupRun(folder.Path, hold, store, TimeProvider.System, progress.Show);
            var manifest = await run.RunAsync(ct).ConfigureAwait(false);
            await hold.NoteAsync(
                Made, System.IO.Path.GetFullPath(to), null,
                string.Create(CultureInfo.InvariantCulture,
                    $"backup {manifest.Number}: {manifest.Files.Length} files, {manifest.CopiedFiles} of them new"),
                ct).ConfigureAwait(false);
            return manifest;
        }
    }

    private static Argument<string> Backups() => new("BACKUPS") { Description = "the folder of the backups" };

    private static Command List()
    {
        var (backups, site, json) = (Backups(), DataFolder.SiteOption(), TopologyInput.JsonOption());
        var command = new Command("list", "List the backups of each site, oldest first.") { backups, site, json };
        command.SetAction(async (parsed, ct) =>
        {
            var all = new List<BackupManifestJson>();
            foreach (var (name, store) in Stores(parsed.GetValue(backups)!, parsed.GetValue(site)))
            {
                foreach (var number in store.Numbers())
                {
                    all.Add(await BackupManifestJson.ReadAsync(store, name, number, ct).ConfigureAwait(false));
                }
            }

            Print([.. all], parsed.GetValue(json));
            return all.Count > 0 ? ExitCode.Good : ExitCode.CouldNotRun;
        });
        return command;
    }

    private static Command Verify()
    {
        var (backups, site, json) = (Backups(), DataFolder.SiteOption(), TopologyInput.JsonOption());
        var command = new Command(
            "verify", "Read every backup back and compare it with its manifest; exit 1 where one is damaged.")
        {
            backups, site, json,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var all = new List<BackupManifestJson>();
            foreach (var (name, store) in Stores(parsed.GetValue(backups)!, parsed.GetValue(site)))
            {
                using var progress = new ProgressLine(name);
                var sound = new Dictionary<string, bool>(StringComparer.Ordinal);
                foreach (var number in store.Numbers())
                {
                    all.Add(await BackupManifestJson.VerifyAsync(store, name, number, sound, progress.Show, ct)
                        .ConfigureAwait(false));
                }
            }

            Print([.. all], parsed.GetValue(json));
            return all.Count == 0 ? ExitCode.CouldNotRun
                : all.TrueForAll(backup => backup.Ok) ? ExitCode.Good
                : ExitCode.No;
        });
        return command;
    }

    private static Command Prune()
    {
        var (backups, site) = (Backups(), DataFolder.SiteOption());
        var keep = new Option<int>("--keep")
        {
            Description = "how many of each site stay, the newest", Required = true, HelpName = "N",
        };
        var command = new Command("prune", "Delete old backups, and the octets that no other one needs.")
        {
            backups, site, keep,
        };
        command.SetAction(async (parsed, ct) =>
        {
            if (parsed.GetValue(keep) < 1)
            {
                await Console.Error.WriteLineAsync("causeway: write --keep 1 or more.").ConfigureAwait(false);
                return ExitCode.Usage;
            }

            var stores = Stores(parsed.GetValue(backups)!, parsed.GetValue(site));
            foreach (var (name, store) in stores)
            {
                using var held = store.Hold();
                var before = store.Numbers().Count;
                var deleted = await store.PruneAsync(parsed.GetValue(keep), ct).ConfigureAwait(false);
                Console.WriteLine($"{name}  {Words.Count(before - store.Numbers().Count, "backup")} and "
                    + $"{Words.Count(deleted, "file")} deleted, {Words.Count(store.Numbers().Count, "backup")} kept");
            }

            return stores.Count > 0 ? ExitCode.Good : ExitCode.CouldNotRun;
        });
        return command;
    }

    private static void Print(BackupManifestJson[] backups, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(backups, Json.Readable.BackupManifestJsonArray));
            return;
        }

        foreach (var backup in backups)
        {
            Console.WriteLine($"{backup.Site}  {backup.Number}  {Time(backup.Taken)}  "
                + $"{Words.Count(backup.Files, "file")}, {backup.Octets} octets; new {backup.CopiedFiles}, "
                + $"{backup.CopiedOctets} octets{(backup.Ok ? "" : "  DAMAGED")}");
            foreach (var fault in backup.Faults)
            {
                Console.WriteLine($"    {fault}");
            }
        }
    }

    private static string Time(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

/// <summary>A backup of a site; <c>faults</c> names what is missing or changed.</summary>
internal sealed record BackupManifestJson(
    string Site, int Number, bool Ok, DateTimeOffset Began, DateTimeOffset Taken, bool WasRunning, int DataVersion,
    int Files, long Octets, int CopiedFiles, long CopiedOctets, string? AuditHead, IReadOnlyList<string> Faults)
{
    public static BackupManifestJson Of(BackupManifest backup) => new(
        backup.Site, backup.Number, true, backup.Began, backup.Taken, backup.WasRunning, backup.DataVersion,
        backup.Files.Length, backup.Octets, backup.CopiedFiles, backup.CopiedOctets, backup.AuditHead, []);

    public static async Task<BackupManifestJson> ReadAsync(
        BackupStore store, string site, int number, CancellationToken ct)
    {
        try
        {
            return Of(await store.ReadManifestAsync(number, ct).ConfigureAwait(false));
        }
        catch (Exception fault) when (fault is InvalidDataException or JsonException)
        {
            return new BackupManifestJson(
                site, number, false, default, default, false, 0, 0, 0, 0, 0, null, [fault.Message]);
        }
    }

    /// <param name="sound">What was read already: backups share their octets.</param>
    public static async Task<BackupManifestJson> VerifyAsync(
        BackupStore store, string site, int number, Dictionary<string, bool> sound, Action<BackupProgress> progress,
        CancellationToken ct)
    {
        var backup = await ReadAsync(store, site, number, ct).ConfigureAwait(false);
        if (!backup.Ok)
        {
            return backup;
        }

        var faults = new List<string>();
        var manifest = await store.ReadManifestAsync(number, ct).ConfigureAwait(false);
        for (var i = 0; i < manifest.Files.Length; i++)
        {
            var file = manifest.Files[i];
            if (!sound.TryGetValue(file.Sha256, out var isSound))
            {
                isSound = await store.IsSoundAsync(file.Sha256, file.Octets, ct).ConfigureAwait(false);
                sound.Add(file.Sha256, isSound);
            }

            if (!isSound)
            {
                faults.Add($"{file.Path}: its octets are missing or changed ({file.Sha256}); take another backup, "
                    + "which copies the file again.");
            }

            progress(new BackupProgress($"backup {number}: read", i + 1, manifest.Files.Length, file.Octets));
        }

        return backup with { Ok = faults.Count == 0, Faults = faults };
    }
}
