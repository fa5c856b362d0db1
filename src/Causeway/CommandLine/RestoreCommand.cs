using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Causeway.Keeping.Backups;
using Causeway.Queue.Delivery;

namespace Causeway.CommandLine;

/// <summary><c>restore BACKUPS --data DIR</c>: puts backups of sites in their places.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var backups = new Argument<string>("BACKUPS") { Description = "the folder of the backups" };
        var data = new Option<string>("--data")
        {
            Description = "the folder under which the sites keep their data, each in DIR/SITE", Required = true,
            HelpName = "DIR",
        };
        var site = DataFolder.SiteOption();
        var at = new Option<string?>("--at")
        {
            Description = "the newest backup that was taken before a time, as 2h (ago) or 2026-01-31T09:00:00Z",
            HelpName = "TIME",
        };
        var number = new Option<int?>("--number") { Description = "the backup of this number", HelpName = "N" };
        var replace = new Option<bool>("--replace") { Description = "move aside what is in the site's folder" };
        var hold = new Option<bool>("--hold")
        {
            Description = "hold what waited, to be looked through and let go by `causeway queue release`",
        };
        var json = TopologyInput.JsonOption();
        var command = new Command("restore", "Put the newest backup of each site, or another, in its place.")
        {
            backups, data, site, at, number, replace, hold, json,
        };
        command.SetAction(async (parsed, ct) =>
        {
            DateTimeOffset? before = null;
            if (parsed.GetValue(at) is { } text
                && !TimeText.TryParse(at.Name, text, TimeProvider.System.GetUtcNow(), out before, out var fault))
            {
                await Console.Error.WriteLineAsync($"causeway: {fault}").ConfigureAwait(false);
                return ExitCode.Usage;
            }

            var made = new List<RestoreJson>();
            foreach (var (name, store) in BackupCommand.Stores(parsed.GetValue(backups)!, parsed.GetValue(site)))
            {
                if (await FindAsync(store, parsed.GetValue(number), before, ct).ConfigureAwait(false)
                    is not { } manifest)
                {
                    await Console.Error.WriteLineAsync(
                        $"causeway: {name} has no such backup; see `causeway backup list`.").ConfigureAwait(false);
                    return ExitCode.CouldNotRun;
                }

                using var progress = new ProgressLine(name);
                var result = await new RestoreRun(store, TimeProvider.System, progress.Show).RunAsync(
                    manifest, System.IO.Path.Combine(parsed.GetValue(data)!, name), parsed.GetValue(replace),
                    parsed.GetValue(hold), ct).ConfigureAwait(false);
                made.Add(RestoreJson.Of(manifest, result));
            }

            Print([.. made], parsed.GetValue(json));
            return made.Count > 0 ? ExitCode.Good : ExitCode.CouldNotRun;
        });
        return command;
    }

    private static async Task<BackupManifest?> FindAsync(
        BackupStore store, int? number, DateTimeOffset? before, CancellationToken ct)
    {
        foreach (var candidate in store.Numbers().Reverse().Where(one => number is null || one == number))
        {
            var manifest = await store.ReadManifestAsync(candidate, ct).ConfigureAwait(false);
            if (!(manifest.Taken >= before))
            {
                return manifest;
            }
        }

        return null;
    }

    private static void Print(RestoreJson[] restored, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(restored, Json.Readable.RestoreJsonArray));
            return;
        }

        foreach (var one in restored)
        {
            var taken = one.Taken.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            Console.WriteLine($"{one.Site}: backup {one.Number} of {taken} is in {one.Folder}, {one.Files} files");
            if (one.MovedTo is not null)
            {
                Console.WriteLine($"  what was there is in {one.MovedTo}");
            }

            Console.WriteLine($"  queue: {Words.Count(one.Queue.Waiting, "recipient")} waiting, {one.Queue.Held} held; "
                + $"{one.Queue.FoundDelivered} more were found in their mailboxes");
            if (one.Queue.Waiting > 0)
            {
                Console.WriteLine("  What waits is tried when the site starts. What was sent after the backup is sent "
                    + "again then; to look first, restore with --hold --replace.");
            }
        }
    }
}

/// <summary>What a restore did.</summary>
internal sealed record RestoreJson(
    string Site, int Number, DateTimeOffset Taken, string Folder, string? MovedTo, int Files, RestoredCounts Queue)
{
    public static RestoreJson Of(BackupManifest backup, RestoreResult result) => new(
        backup.Site, backup.Number, backup.Taken, result.Folder, result.MovedTo, backup.Files.Length, result.Queue);
}
