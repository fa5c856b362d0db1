using System.CommandLine;
using System.Text.Json;
using Causeway.Admin;
using Causeway.Watching.Alerts;

namespace Causeway.CommandLine;

/// <summary><c>alerts list|test</c>: which alerts there are, and whether they arrive.</summary>
internal static class AlertsCommand
{
    public static Command Create() => new("alerts", "List every alert there is, and try whether alerts arrive.")
    {
        List(), Test(),
    };

    private static Command List()
    {
        var markdown = new Option<bool>("--markdown")
        {
            Description = "write the page of the documents, docs/alerts.md",
        };
        var json = TopologyInput.JsonOption();
        var command = new Command("list", "List every alert: when it is raised, when it is over, what to do.")
        {
            markdown, json,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(markdown))
            {
                Console.Write(AlertsPage.Write());
            }
            else if (parsed.GetValue(json))
            {
                AlertKindJson[] rows = [.. AlertTable.All.Select(kind => new AlertKindJson(
                    kind.Id, kind.Severity, kind.Raised, kind.Cleared, kind.Do))];
                Console.WriteLine(JsonSerializer.Serialize(rows, Json.Readable.AlertKindJsonArray));
            }
            else
            {
                foreach (var kind in AlertTable.All)
                {
                    Console.WriteLine($"{kind.Id} ({kind.Severity.ToString().ToLowerInvariant()})");
                    Console.WriteLine($"  raised  {kind.Raised}");
                    Console.WriteLine($"  over    {kind.Cleared}");
                    Console.WriteLine($"  do      {kind.Do}");
                }
            }

            return ExitCode.Good;
        });
        return command;
    }

    private static Command Test()
    {
        var data = DataFolder.Option();
        var json = TopologyInput.JsonOption();
        var command = new Command("test", "Have each running site tell a test to every target of the file.")
        {
            data, json,
        };
        command.SetAction((parsed, ct) => TestAsync(
            parsed.GetValue(data)!, parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> TestAsync(string data, bool json, CancellationToken ct)
    {
        var sites = DataFolder.Open(data).OfType<ApiClient>().ToList();
        var told = new List<ToldJson>();
        foreach (var site in sites)
        {
            using (site)
            {
                told.AddRange((await site.TestAlertsAsync(ct).ConfigureAwait(false)).Select(target => new ToldJson(
                    site.Site, target.Organization, target.Name, target.FailingSince is null, target.Why)));
            }
        }

        if (sites.Count == 0)
        {
            await Console.Error.WriteLineAsync("causeway: no site runs there; start one with `causeway up`.")
                .ConfigureAwait(false);
            return ExitCode.CouldNotRun;
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize([.. told], Json.Readable.ToldJsonArray));
        }
        else
        {
            told.ForEach(one => Console.WriteLine(
                $"{one.Site}  {one.Target}  {(one.Ok ? "told" : $"FAILED: {one.Why}")}"));
        }

        if (told.Count == 0)
        {
            await Console.Error.WriteLineAsync(
                "causeway: the file names nobody to tell; write 'alerts: { mail: [admin@contoso.example] }' into it.")
                .ConfigureAwait(false);
        }

        return told.Count > 0 && told.TrueForAll(one => one.Ok) ? ExitCode.Good : ExitCode.No;
    }
}
