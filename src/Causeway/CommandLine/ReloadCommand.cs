using System.CommandLine;
using System.Text.Json;
using Causeway.Admin;

namespace Causeway.CommandLine;

/// <summary><c>reload --data DIR [--site S]</c>: has running sites read their files anew.</summary>
internal static class ReloadCommand
{
    public static Command Create()
    {
        var data = DataFolder.Option();
        var site = new Option<string?>("--site") { Description = "the site; default: every one that runs" };
        var json = TopologyInput.JsonOption();
        var command = new Command(
            "reload",
            "Have running sites read topology, recipients and certificates anew; refused whole where `check` would "
            + "fail. No session is dropped.")
        {
            data, site, json,
        };
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetValue(data)!, parsed.GetValue(site), parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(string data, string? only, bool json, CancellationToken ct)
    {
        var clients = DataFolder.Folders(data).Where(folder => only is null || folder.Site == only)
            .Select(ApiClient.TryOpen).OfType<ApiClient>().ToList();
        if (clients.Count == 0)
        {
            await Console.Error.WriteLineAsync($"causeway: no site{(only is null ? "" : $" '{only}'")} runs with data "
                + $"in {data}; name the folder that was given to `up` or `lab` as --data.").ConfigureAwait(false);
            return ExitCode.CouldNotRun;
        }

        var answers = new List<ReloadJson>();
        foreach (var client in clients)
        {
            using (client)
            {
                var answer = await client.ReloadAsync(ct).ConfigureAwait(false);
                answers.Add(new ReloadJson(client.Site, answer.Ok, answer.Changes, answer.Refused));
            }
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize([.. answers], Json.Readable.ReloadJsonArray));
        }
        else
        {
            answers.ForEach(Print);
        }

        return answers.TrueForAll(answer => answer.Ok) ? ExitCode.Good : ExitCode.No;
    }

    private static void Print(ReloadJson answer)
    {
        if (!answer.Ok)
        {
            Console.WriteLine($"{answer.Site}: refused; everything stays as it was. {answer.Refused}");
            return;
        }

        Console.WriteLine($"{answer.Site}: {(answer.Changes.Count == 0 ? "nothing has changed" : "reloaded")}");
        foreach (var change in answer.Changes)
        {
            Console.WriteLine($"  {change}");
        }
    }
}
