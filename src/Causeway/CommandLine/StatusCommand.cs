using System.CommandLine;
using System.Text.Json;
using Causeway.Admin;
using Causeway.Auditing;
using Causeway.Storage;
using Causeway.Watching;
using Causeway.Watching.Alerts;

namespace Causeway.CommandLine;

/// <summary><c>status</c>: how the sites of a data folder are, and which alerts stand, on one screen.</summary>
internal static class StatusCommand
{
    /// <summary>How long a running site may take to answer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var data = DataFolder.Option();
        var json = TopologyInput.JsonOption();
        var command = new Command("status", "Show how the sites are, what is wrong, and what to do about it.")
        {
            data, json,
        };
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetValue(data)!, parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(string data, bool json, CancellationToken ct)
    {
        var folders = DataFolder.Folders(data);
        if (folders.Count == 0)
        {
            DataFolder.SayNoSite(data);
            return ExitCode.CouldNotRun;
        }

        var now = TimeProvider.System.GetUtcNow();
        var sites = new List<SiteReportJson>();
        var alerts = new List<Alert>();
        var notShown = 0;
        foreach (var folder in folders)
        {
            var (site, standing, further) = await AskAsync(folder, now, ct).ConfigureAwait(false);
            sites.Add(site);
            alerts.AddRange(standing);
            notShown += further;
        }

        // A notice says that nothing is wrong: a filter on the Internet has some door tried at any time.
        var report = new StatusReportJson(
            alerts.TrueForAll(alert => alert.Severity == Severity.Notice), sites,
            [.. alerts.OrderByDescending(alert => alert.Severity).ThenBy(alert => alert.Since)], notShown);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(report, Json.Readable.StatusReportJson));
        }
        else
        {
            StatusPage.Write(report, now, Console.Out);
        }

        return report.Ok ? ExitCode.Good : ExitCode.No;
    }

    private static async Task<(SiteReportJson Site, IEnumerable<Alert> Standing, int NotShown)> AskAsync(
        SiteFolder folder, DateTimeOffset now, CancellationToken ct)
    {
        var backup = await LastBackupAsync(folder, ct).ConfigureAwait(false);
        using var client = ApiClient.TryOpen(folder);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Longest);
        try
        {
            if (client is not null && await client.StatusAsync(limit.Token).ConfigureAwait(false) is { } status)
            {
                var site = new SiteReportJson(folder.Site, "running", status.Observation, backup);
                return (site, status.Alerts, status.NotShown);
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            // It stopped meanwhile, or hangs.
            ct.ThrowIfCancellationRequested();
        }

        var last = LastOf(folder);
        var since = last is null ? "" : $" It was last seen at {Judge.Time(last.At)}.";
        var alert = AlertTable.Raise(
            AlertTable.SiteSilent, folder.Site, null, folder.Site,
            $"{folder.Site} has data and does not answer.{since}", folder.Path, last?.At ?? now);
        return (new SiteReportJson(folder.Site, "stopped", last, backup), [alert], 0);
    }

    private static async Task<BackupSeen?> LastBackupAsync(SiteFolder folder, CancellationToken ct)
    {
        BackupSeen? last = null;
        await foreach (var entry in AuditLog.ReadAsync(new FolderDisk(folder.Path), ct).ConfigureAwait(false))
        {
            if (entry.What == BackupCommand.Made)
            {
                last = new BackupSeen(entry.At, entry.Subject);
            }
        }

        return last;
    }

    private static Observation? LastOf(SiteFolder folder)
    {
        try
        {
            return StatusFile.TryRead(folder.Status)?.Observation;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
