using System.Text;
using Causeway.Watching.Alerts;

namespace Causeway.CommandLine;

/// <summary>The page that tells of every alert: written from the table, so that it cannot say anything else.</summary>
internal static class AlertsPage
{
    public static string Write()
    {
        var page = new StringBuilder()
            .Append("# Alerts\n\n")
            .Append("Every alert that a site raises, when it is over, and what to do. `causeway status` shows those ")
            .Append("that stand; [watching.md](watching.md) says whom else they are told. ")
            .Append("This page is `causeway alerts list --markdown`.\n\n")
            .Append("Words such as `queue-age` are keys of `alerts` in the file. An alert is over once its cause was ")
            .Append("gone for `settle`, so that one that comes and goes is told once.\n\n")
            .Append("| alert | severity | raised | over | what to do |\n| --- | --- | --- | --- | --- |\n");
        foreach (var kind in AlertTable.All)
        {
            page.Append($"| `{kind.Id}` | {kind.Severity.ToString().ToLowerInvariant()} | {kind.Raised} ")
                .Append($"| {kind.Cleared} | {kind.Do} |\n");
        }

        return page
            .Append("\n`{site}` is the site that raised the alert, `{subject}` what the alert is about. ")
            .Append("`notice`: nothing is wrong, somebody should know. `warning`: mail flows, and will not for ever. ")
            .Append("`critical`: mail does not flow.\n")
            .ToString();
    }
}
