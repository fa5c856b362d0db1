using System.Globalization;
using System.Net;
using System.Text.Json;
using Causeway.RelayBench;

switch (args.FirstOrDefault())
{
    case "sink":
        var report = await new Sink(Number("--warm-up", 0), Number("--messages", 0))
            .RunAsync(IPEndPoint.Parse(Option("--listen")!), Option("--hashes")!);
        Console.WriteLine(JsonSerializer.Serialize(report));
        return 0;
    case "client":
        return await SendAsync();
    default:
        return await new Bench(new BenchOptions
        {
            App = Option("--app")!,
            Here = Option("--here")!,
            Folder = Option("--folder") ?? Path.Combine(AppContext.BaseDirectory, "data"),
            Messages = Number("--messages", 20_000),
            PeerMessages = Number("--peer-messages", Math.Min(5_000, Number("--messages", 20_000))),
            Runs = Number("--runs", 5),
            Only = Option("--case"),
            WithPeer = !args.Contains("--no-peer"),
            Json = args.Contains("--json"),
        }).RunAsync();
}

// Two loads, the first to warm up; the line between them says so, the last line is what was measured.
async Task<int> SendAsync()
{
    var (warmUp, messages, sessions) = (Number("--warm-up", 0), Number("--messages", 0), Number("--sessions", 20));
    var sources = Option("--from")!.Split(',').Select(IPAddress.Parse).ToList();
    var client = new Client(IPEndPoint.Parse(Option("--to")!), sources, args.Contains("--kept"));
    await client.RunAsync(0, warmUp, sessions);
    await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
    Console.WriteLine("warm");
    var report = await client.RunAsync(warmUp, warmUp + messages, sessions);
    Console.WriteLine(JsonSerializer.Serialize(report));
    return 0;
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;

int Number(string name, int otherwise) =>
    Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
