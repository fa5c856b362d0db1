using System.Globalization;
using System.Text.Json;
using Causeway.SpoolBench;

var messages = int.Parse(Option("--messages") ?? "20000", CultureInfo.InvariantCulture);
var runs = int.Parse(Option("--runs") ?? "5", CultureInfo.InvariantCulture);
var folder = Option("--folder") ?? Path.Combine(AppContext.BaseDirectory, "data");
var rows = new List<Row>();

// The peer's writers block a thread each, so every one of them gets one at once.
ThreadPool.SetMinThreads(128, 16);
foreach (var writers in (int[])[1, 20, 100])
{
    var count = writers == 1 ? messages / 10 : messages;
    var ours = new List<Measurement>();
    var peer = new List<Measurement>();
    for (var run = 0; run < runs; run++)
    {
        ours.Add(await RunAsync(SpoolStore.OpenAsync, writers, count));
        peer.Add(await RunAsync(path => Task.FromResult<IStore>(new FileStore(path)), writers, count));
        Console.Error.WriteLine($"{writers} writers, run {run + 1}: {ours[^1]}, peer {peer[^1]}");
    }

    var (oursRate, peerRate) = (Median(ours, m => m.MessagesPerSecond), Median(peer, m => m.MessagesPerSecond));
    var (oursP99, peerP99) = (Median(ours, m => m.P99Milliseconds), Median(peer, m => m.P99Milliseconds));
    rows.Add(Row.Of($"spool/{writers}", "messages/s", oursRate, peerRate, oursRate / peerRate));
    rows.Add(Row.Of($"spool/{writers}", "p99 ms", oursP99, peerP99, peerP99 / oursP99));
}

if (args.Contains("--json"))
{
    Console.WriteLine(JsonSerializer.Serialize(rows, JsonSerializerOptions.Web));
}
else
{
    Console.WriteLine($"{"case",-12} {"metric",-12} {"ours",10} {"peer",10} {"ratio",7}   (peer: {Row.Name})");
    rows.ForEach(row => Console.WriteLine(
        $"{row.Case,-12} {row.Metric,-12} {row.Ours,10:F1} {row.Peer,10:F1} {row.Ratio,7:F2}"));
}

return 0;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;

async Task<Measurement> RunAsync(Func<string, Task<IStore>> open, int writers, int count)
{
    if (Directory.Exists(folder))
    {
        Directory.Delete(folder, recursive: true);
    }

    Directory.CreateDirectory(folder);
    try
    {
        await using var store = await open(folder);
        return await Case.RunAsync(store, writers, count);
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
}

static double Median(List<Measurement> measurements, Func<Measurement, double> metric) =>
    measurements.Select(metric).Order().ElementAt(measurements.Count / 2);

/// <summary>A line of the table; a ratio above 1 means that ours is better.</summary>
internal sealed record Row(string Case, string Metric, double Ours, double Peer, string PeerName, double Ratio)
{
    public const string Name = "a file and fsync per message";

    public static Row Of(string name, string metric, double ours, double peer, double ratio) =>
        new(name, metric, Math.Round(ours, 2), Math.Round(peer, 2), Name, Math.Round(ratio, 2));
}
