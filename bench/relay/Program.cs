using System.Globalization;
using System.Net;
using System.Text.Json;
using Causeway.RelayBench;

// What the sockets bring is handled where it comes in: no hop to another thread in client and sink.
const string Inline = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

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
        Environment.SetEnvironmentVariable(Inline, "1");
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

// Two loads, the first to warm up; then all that was measured on one line.
async Task<int> SendAsync()
{
    var (warmUp, messages, sessions) = (Number("--warm-up", 0), Number("--messages", 0), Number("--sessions", 20));
    var sources = Option("--from")!.Split(',').Select(IPAddress.Parse).ToList();
    var client = new Client(IPEndPoint.Parse(Option("--to")!), sources, args.Contains("--kept"));
    await client.RunAsync(0, warmUp, sessions);
    await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
    var report = await client.RunAsync(warmUp, warmUp + messages, sessions);
    Console.WriteLine(JsonSerializer.Serialize(report));
    return 0;
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;

int Number(string name, int otherwise) =>
    Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
