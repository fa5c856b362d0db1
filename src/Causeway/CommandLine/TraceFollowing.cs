using System.Text.Json;
using Causeway.Admin;
using Causeway.Storage;
using Causeway.Tracing;

namespace Causeway.CommandLine;

/// <summary>
/// <c>trace --follow</c>: each event of a trace that matches as a site writes it, until Ctrl-C. With <c>--json</c> one
/// object a line, since the whole has no end.
/// </summary>
internal static class TraceFollowing
{
    // A file system tells of a write at once, but not over every mount; asking costs next to nothing.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    public static async Task<int> RunAsync(
        TraceQuery query, string data, TraceForm form, TimeProvider clock, CancellationToken ct)
    {
        var folders = SiteFolder.Below(data);
        if (folders.Count == 0)
        {
            DataFolder.SayNoSite(data);
            return ExitCode.CouldNotRun;
        }

        var follower = new TraceFollower(
            folders.ToDictionary(
                folder => folder.Site, folder => (IDisk)new FolderDisk(folder.Checked().Spool)), query);
        try
        {
            await follower.StartAsync(ct).ConfigureAwait(false);
            var sites = string.Join(", ", folders.Select(folder => folder.Site));
            await Console.Error.WriteLineAsync($"causeway: following {sites}; Ctrl-C ends.").ConfigureAwait(false);
            if (form == TraceForm.Csv)
            {
                Console.Write(TraceCsv.Header);
            }

            for (string? last = null; ; await Task.Delay(Interval, clock, ct).ConfigureAwait(false))
            {
                foreach (var row in await follower.ReadAsync(ct).ConfigureAwait(false))
                {
                    Write(row, form, withMessage: row.Id != last);
                    last = row.Id;
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return ExitCode.Good;
        }
    }

    private static void Write(TraceRow row, TraceForm form, bool withMessage)
    {
        switch (form)
        {
            case TraceForm.Json:
                Console.WriteLine(JsonSerializer.Serialize(row, TraceJson.Readable.TraceRow));
                break;
            case TraceForm.Csv:
                Console.Write(TraceCsv.Line(row));
                break;
            default:
                TraceTable.Print(row, withMessage);
                break;
        }
    }
}
