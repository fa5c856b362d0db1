using System.CommandLine;
using System.Text.Json;
using Causeway.Tracing;

namespace Causeway.CommandLine;

/// <summary><c>trace</c>: one timeline over all sites for each message, refused ones included.</summary>
internal static class TraceCommand
{
    public static Command Create()
    {
        var options = new TraceOptions();
        var data = DataFolder.Option();
        var json = TopologyInput.JsonOption();
        var csv = new Option<bool>("--csv") { Description = "write a header and one row for each event (RFC 4180)" };
        var follow = new Option<bool>("--follow")
        {
            Description = "tell what happens from now on, until Ctrl-C; with --json one object a line",
        };
        var command = new Command("trace", "Say where a message is and how it got there.") { data, json, csv, follow };
        options.AddTo(command);
        command.SetAction((parsed, ct) =>
        {
            var form = (parsed.GetValue(json), parsed.GetValue(csv)) switch
            {
                (true, true) => (TraceForm?)null,
                (true, _) => TraceForm.Json,
                (_, true) => TraceForm.Csv,
                _ => TraceForm.Table,
            };
            return form is null
                ? UsageAsync("--json and --csv are two forms; write one of them.")
                : !options.TryRead(parsed, TimeProvider.System.GetUtcNow(), out var query, out var fault)
                ? UsageAsync(fault)
                : !parsed.GetValue(follow)
                ? SearchAsync(query, parsed.GetValue(data)!, form.Value, ct)
                : options.FindForPast(parsed) is { } past
                ? UsageAsync($"--follow tells what is to come, {past} chooses from what was; write one of them.")
                : TraceFollowing.RunAsync(query, parsed.GetValue(data)!, form.Value, TimeProvider.System, ct);
        });
        return command;
    }

    private static async Task<int> SearchAsync(TraceQuery query, string data, TraceForm form, CancellationToken ct)
    {
        var sites = DataFolder.Open(data);
        if (sites.Count == 0)
        {
            return ExitCode.CouldNotRun;
        }

        var (traces, isCut) = await TraceSearch.RunAsync(sites, query, ct).ConfigureAwait(false);
        Write(traces, form);
        if (isCut)
        {
            await Console.Error.WriteLineAsync(traces.Count == query.Limit
                ? $"causeway: only the newest {query.Limit} are shown; write --limit or --until to see older ones."
                : "causeway: older mail was not looked at, there is too much; write --since and --until.")
                .ConfigureAwait(false);
        }

        if (traces.Count == 0)
        {
            await Console.Error.WriteLineAsync("causeway: no trace matches.").ConfigureAwait(false);
        }

        return traces.Count > 0 ? ExitCode.Good : ExitCode.No;
    }

    private static void Write(IReadOnlyList<MessageTrace> traces, TraceForm form)
    {
        switch (form)
        {
            case TraceForm.Json:
                Console.WriteLine(JsonSerializer.Serialize([.. traces], Json.Readable.MessageTraceArray));
                break;
            case TraceForm.Csv:
                Console.Write(TraceCsv.Header);
                foreach (var row in traces.SelectMany(TraceRow.Of))
                {
                    Console.Write(TraceCsv.Line(row));
                }

                break;
            default:
                foreach (var trace in traces)
                {
                    TraceTable.Print(trace);
                }

                break;
        }
    }

    private static async Task<int> UsageAsync(string fault)
    {
        await Console.Error.WriteLineAsync($"causeway: {fault}").ConfigureAwait(false);
        return ExitCode.Usage;
    }
}

/// <summary>How traces are written.</summary>
internal enum TraceForm
{
    Table,
    Json,
    Csv,
}
