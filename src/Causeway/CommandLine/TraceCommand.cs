using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Causeway.Admin;
using Causeway.Tracing;

namespace Causeway.CommandLine;

/// <summary><c>trace</c>: one timeline over all sites for each message, refused ones included.</summary>
internal static class TraceCommand
{
    public static Command Create()
    {
        var messageId = new Option<string?>("--message-id")
        {
            Description = "the Message-ID, with or without brackets",
        };
        var id = new Option<string?>("--id") { Description = "the id of the trace, or a queue id" };
        var from = new Option<string?>("--from") { Description = "the reverse-path" };
        var to = new Option<string?>("--to") { Description = "a recipient" };
        var data = DataFolder.Option();
        var json = TopologyInput.JsonOption();
        var command = new Command("trace", "Say where a message is and how it got there.")
        {
            messageId, id, from, to, data, json,
        };
        command.SetAction((parsed, ct) => RunAsync(
            new TraceQuery
            {
                MessageId = parsed.GetValue(messageId),
                Id = parsed.GetValue(id),
                From = parsed.GetValue(from) is { } sender ? sender.Trim('<', '>') : null,
                To = parsed.GetValue(to),
            },
            parsed.GetValue(data)!, parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(TraceQuery query, string data, bool json, CancellationToken ct)
    {
        var sites = DataFolder.Open(data);
        if (sites.Count == 0)
        {
            return ExitCode.CouldNotRun;
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var site in sites)
        {
            ids.UnionWith(await site.FindTracesAsync(query, ct).ConfigureAwait(false));
        }

        var parts = new List<MessageTrace>();
        foreach (var site in sites)
        {
            parts.AddRange(await site.ReadTracesAsync(ids, ct).ConfigureAwait(false));
        }

        var traces = TraceTimeline.Merge(parts);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize([.. traces], Json.Readable.MessageTraceArray));
        }
        else
        {
            foreach (var trace in traces)
            {
                Print(trace);
            }
        }

        return traces.Count > 0 ? ExitCode.Good : NothingFound();
    }

    private static int NothingFound()
    {
        Console.Error.WriteLine("causeway: no trace matches.");
        return ExitCode.No;
    }

    private static void Print(MessageTrace trace)
    {
        Console.WriteLine($"{trace.Id}  {trace.MessageId ?? "(no Message-ID)"}");
        Console.WriteLine($"  {(string.IsNullOrEmpty(trace.From) ? "<>" : trace.From)} -> "
            + $"{string.Join(", ", trace.To)}: {trace.Outcome}");
        foreach (var one in trace.Events)
        {
            var time = one.Time.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            Console.WriteLine($"  {time}  {one.Site,-12} {one.Event,-8} {string.Join(", ", one.Recipients)}");
            var peer = one.Peer is null ? null : $"peer {one.Peer} {one.Tls}";
            foreach (var detail in new[] { one.Detail, peer, one.Reply })
            {
                if (!string.IsNullOrEmpty(detail))
                {
                    Console.WriteLine($"{"",40}{detail}");
                }
            }
        }

        Console.WriteLine();
    }
}
