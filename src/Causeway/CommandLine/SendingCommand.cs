using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Causeway.Admin;

namespace Causeway.CommandLine;

/// <summary><c>sending list|release</c>: how much users and sites sent, and letting one send again.</summary>
internal static class SendingCommand
{
    public static Command Create() => new("sending", "See how much is sent, and let a sender send again.")
    {
        List(), Release(),
    };

    private static Command List()
    {
        var (data, site, json) = (DataFolder.Option(), DataFolder.SiteOption(), TopologyInput.JsonOption());
        var command = new Command("list", "List who sent within a day, and the limits.") { data, site, json };
        command.SetAction((parsed, ct) => WithSitesAsync(parsed.GetValue(data)!, parsed.GetValue(site), async sites =>
        {
            var rows = await AskAsync(sites, client => client.ListSendersAsync(ct)).ConfigureAwait(false);
            Write(rows, parsed.GetValue(json));
            return ExitCode.Good;
        }));
        return command;
    }

    private static Command Release()
    {
        var (data, site, json) = (DataFolder.Option(), DataFolder.SiteOption(), TopologyInput.JsonOption());
        var sender = new Argument<string>("ADDRESS") { Description = "the user, or the name of a site" };
        var command = new Command("release", "Count a sender anew from now on, at every site that runs.")
        {
            sender, data, site, json,
        };
        command.SetAction((parsed, ct) => WithSitesAsync(parsed.GetValue(data)!, parsed.GetValue(site), async sites =>
        {
            var name = parsed.GetRequiredValue(sender);
            var rows = await AskAsync(sites, client => client.ReleaseSenderAsync(name, ct)).ConfigureAwait(false);
            Write(rows, parsed.GetValue(json));
            if (rows.Count == 0)
            {
                await Console.Error.WriteLineAsync(
                    $"causeway: {name} sent nothing within a day at a site that runs.").ConfigureAwait(false);
            }

            return rows.Count > 0 ? ExitCode.Good : ExitCode.No;
        }));
        return command;
    }

    private static async Task<List<SenderRow>> AskAsync(
        IReadOnlyList<ApiClient> sites, Func<ApiClient, Task<IReadOnlyList<SenderRow>>> ask)
    {
        var rows = new List<SenderRow>();
        foreach (var client in sites)
        {
            rows.AddRange(await ask(client).ConfigureAwait(false));
        }

        return rows;
    }

    private static async Task<int> WithSitesAsync(
        string data, string? site, Func<IReadOnlyList<ApiClient>, Task<int>> act)
    {
        var sites = DataFolder.Open(data).OfType<ApiClient>()
            .Where(client => site is null || client.Site == site).ToList();
        if (sites.Count == 0)
        {
            await Console.Error.WriteLineAsync(
                "causeway: no such site runs; how much was sent is asked for at a running site.").ConfigureAwait(false);
            return ExitCode.CouldNotRun;
        }

        try
        {
            return await act(sites).ConfigureAwait(false);
        }
        finally
        {
            sites.ForEach(client => client.Dispose());
        }
    }

    private static void Write(IReadOnlyList<SenderRow> rows, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize([.. rows], Json.Readable.SenderRowArray));
            return;
        }

        foreach (var row in rows)
        {
            var over = row.OverLast is { } last
                ? string.Create(CultureInfo.InvariantCulture, $"  OVER {row.OverCount}x, last {Time(last)}") : "";
            Console.WriteLine($"{row.Site}  {row.Kind} {row.Sender}  "
                + $"{Of(row.RecipientsInDay, row.RecipientsPerDay)} recipients/day  "
                + $"{Of(row.RecipientsInHour, row.RecipientsPerHour)} recipients/h  "
                + $"{Of(row.MessagesInMinute, row.MessagesPerMinute)} messages/min{over}");
        }

        Console.WriteLine(Words.Count(rows.Count, "sender"));
    }

    private static string Of(int used, int? limit) => string.Create(
        CultureInfo.InvariantCulture, $"{used}{(limit is { } most ? $" of {most}" : "")}");

    private static string Time(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
