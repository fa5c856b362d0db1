using System.Globalization;
using System.Text.Json;
using Causeway.StartBench;

var options = new StartOptions(
    Option("--app")!, Option("--here")!, Option("--folder") ?? Path.Combine(AppContext.BaseDirectory, "data"),
    Number("--organizations", 1000), Number("--recipients", 100));
var (runs, withPeer) = (Number("--runs", 3), !args.Contains("--no-peer"));
if (Directory.Exists(options.Folder))
{
    Directory.Delete(options.Folder, recursive: true);
}

Console.Error.WriteLine($"writing {options.Organizations} organizations with {options.Recipients} recipients each");
Organizations.Write(options);
if (withPeer)
{
    await PostfixStart.PrepareAsync(options);
}

var (ours, peer) = (new List<Started>(), new List<Started>());
for (var run = 1; run <= runs; run++)
{
    ours.Add(await CausewayStart.RunAsync(options));
    Console.Error.WriteLine($"run {run} of {runs}, Causeway: {ours[^1]}");
    if (withPeer)
    {
        peer.Add(await PostfixStart.RunAsync(options));
        Console.Error.WriteLine($"run {run} of {runs}, Postfix: {peer[^1]}");
    }
}

var name = $"start/{options.Organizations}x{options.Recipients}";
List<Row> rows =
[
    Row.Of(name, "ready s", ours, peer, run => run.Seconds),
    Row.Of(name, "resident MB", ours, peer, run => run.Megabytes),
    Row.Of(name, "resident peak MB", ours, peer, run => run.PeakMegabytes),
];
Console.WriteLine(args.Contains("--json") ? JsonSerializer.Serialize(rows, Row.Json) : Row.Table(rows));
return 0;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;

int Number(string name, int otherwise) =>
    Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
