using System.Globalization;
using System.Text.Json;
using Causeway.QueueBench;

var folder = Option("--folder") ?? Path.Combine(AppContext.BaseDirectory, "data");
if (args is ["--restart", ..])
{
    // In a process of its own: the memory of the filling does not count.
    Console.WriteLine(JsonSerializer.Serialize(await Restart.MeasureAsync(args[1])));
    return 0;
}

var messages = int.Parse(Option("--messages") ?? "1000000", CultureInfo.InvariantCulture);
if (Directory.Exists(folder))
{
    Directory.Delete(folder, recursive: true);
}

Directory.CreateDirectory(folder);
try
{
    await Filling.RunAsync(folder, messages);
    var start = Restart.InProcess(folder);
    var name = $"queue/{messages}";
    Row[] rows =
    [
        new(name, "s to accept", start.AcceptedSeconds, 5, "the limit", Math.Round(5 / start.AcceptedSeconds, 2)),
        new(name, "s to load", start.LoadedSeconds, null, null, null),
        new(name, "resident MB", start.ResidentMegabytes, null, null, null),
        new(name, "messages", start.Messages, null, null, null),
    ];
    if (args.Contains("--json"))
    {
        Console.WriteLine(JsonSerializer.Serialize(rows, JsonSerializerOptions.Web));
    }
    else
    {
        Array.ForEach(rows, row => Console.WriteLine($"{row.Case,-16} {row.Metric,-12} {row.Ours,12:F2}"));
    }

    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;

/// <summary>A line of the table; a ratio above 1 means that ours is better.</summary>
internal sealed record Row(
    string Case, string Metric, double Ours, double? Peer, string? PeerName, double? Ratio);
