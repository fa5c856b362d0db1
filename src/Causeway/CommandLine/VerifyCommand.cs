using System.CommandLine;
using System.Text.Json;
using Causeway.Admin;
using Causeway.Keeping;
using Causeway.Keeping.Backups;
using Causeway.Keeping.Verification;
using Causeway.Queue.Checking;
using Causeway.Running;

namespace Causeway.CommandLine;

/// <summary><c>verify --data DIR</c>: reads all data of sites, and says what is damaged and whose mail.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var data = DataFolder.Option();
        var site = DataFolder.SiteOption();
        var backups = new Option<string?>("--backups")
        {
            Description = "a folder of backups: what the log no longer knows is compared with the newest",
            HelpName = "BACKUPS",
        };
        var json = TopologyInput.JsonOption();
        var command = new Command(
            "verify", "Read all data of sites, running or stopped; exit 1 where something is damaged.")
        {
            data, site, backups, json,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var reports = new List<VerifyJson>();
            foreach (var folder in DataFolder.Choose(parsed.GetValue(data)!, parsed.GetValue(site)))
            {
                var backup = parsed.GetValue(backups) is { } path
                    ? await NewestAsync(System.IO.Path.Combine(path, folder.Site), ct).ConfigureAwait(false)
                    : null;
                reports.Add(await RunAsync(folder, backup, ct).ConfigureAwait(false));
            }

            Print([.. reports], parsed.GetValue(json));
            return reports.Count == 0 ? ExitCode.CouldNotRun
                : reports.TrueForAll(report => report.Ok) ? ExitCode.Good
                : ExitCode.No;
        });
        return command;
    }

    private static async Task<VerifyJson> RunAsync(
        SiteFolder folder, BackupManifest? backup, CancellationToken ct)
    {
        using var running = ApiClient.TryOpen(folder);
        ISiteHold hold = running is null
            ? StoppedSite.Hold(folder.Path, TimeProvider.System)
            : await running.HoldAsync(ct).ConfigureAwait(false);
        await using (hold.ConfigureAwait(false))
        {
            var report = await new SiteCheck(folder.Path, hold, backup).RunAsync(ct).ConfigureAwait(false);
            var secrets = SecretsCheck.Run(folder, TimeProvider.System.GetUtcNow());
            return VerifyJson.Of(
                folder.Site, running is not null, report with { Findings = [.. report.Findings, .. secrets] });
        }
    }

    private static async Task<BackupManifest?> NewestAsync(string folder, CancellationToken ct)
    {
        var store = new BackupStore(folder);
        return store.Numbers() is [.., var newest]
            ? await store.ReadManifestAsync(newest, ct).ConfigureAwait(false)
            : throw new IOException($"{folder} holds no backup; name the folder that `backup --to` was given.");
    }

    private static void Print(VerifyJson[] reports, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(reports, Json.Readable.VerifyJsonArray));
            return;
        }

        foreach (var report in reports)
        {
            Console.WriteLine($"{report.Site}  {(report.Ok ? "good" : "DAMAGED")}  {report.Facts} facts, "
                + $"{Words.Count(report.Queued, "message")} in the queue; "
                + $"{Words.Count(report.Messages, "message")} in "
                + $"{Words.Count(report.Mailboxes, "mailbox", "mailboxes")}, "
                + $"{report.Compared + report.ComparedWithBackup} of them compared with checksums; "
                + $"{report.AuditEntries} audit entries");
            foreach (var finding in report.Findings)
            {
                Console.WriteLine($"  {(finding.Damage ? "damage" : "note")}  {finding.File}: {finding.Found}");
                foreach (var message in finding.Affected)
                {
                    Console.WriteLine($"          concerns {message.TraceId ?? message.Id ?? "a message"} "
                        + $"{message.MessageId} from <{message.From}> to {string.Join(", ", message.Recipients)}");
                }

                Console.WriteLine($"          do: {finding.Cure}");
            }
        }
    }
}

internal sealed record AffectedJson(
    string? TraceId, string? Id, string? MessageId, string? From, IEnumerable<string> Recipients)
{
    public static AffectedJson Of(AffectedMessage message) => new(
        message.TraceId, message.Id, message.MessageId, message.From, message.Recipients);
}

internal sealed record FindingJson(
    string File, bool Damage, string Found, string Cure, IEnumerable<AffectedJson> Affected)
{
    public static FindingJson Of(Finding finding) => new(
        finding.File, finding.IsDamage, finding.Found, finding.Cure, finding.Affected.Select(AffectedJson.Of));
}

/// <summary>What a check of a site's data found.</summary>
internal sealed record VerifyJson(
    string Site, bool Ok, bool Running, long Facts, int Queued, int Mailboxes, int Messages, int Compared,
    int ComparedWithBackup, long AuditEntries, IEnumerable<FindingJson> Findings)
{
    public static VerifyJson Of(string site, bool isRunning, SiteReport report) => new(
        site, report.IsGood, isRunning, report.Facts, report.Queued, report.Mailboxes, report.Messages,
        report.Compared, report.ComparedWithBackup, report.AuditEntries, report.Findings.Select(FindingJson.Of));
}
