using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Causeway.Bench;

namespace Causeway.RelayBench;

/// <summary>Runs both sides in turn, holds what arrived against what was sent, and says how they compare.</summary>
internal sealed class Bench(BenchOptions options)
{
    private const string Listen = "127.0.0.73:2525";
    private const string Sources = "127.0.0.81,127.0.0.82,127.0.0.83,127.0.0.84";

    private static readonly BenchCase[] Cases = [new(20, true), new(100, true), new(20, false), new(100, false)];

    // In client and sink, and nowhere else, what a socket brings is handled where it comes in, without another thread.
    private static readonly string[] Own =
    [
        "env", "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1", "dotnet",
        Path.Combine(AppContext.BaseDirectory, "Causeway.RelayBench.dll"),
    ];

    public async Task<int> RunAsync()
    {
        var rows = new List<Row>();
        foreach (var load in Cases.Where(load => options.Only is null || load.Name == options.Only))
        {
            var (ours, peer) = (new List<Measurement>(), new List<Measurement>());
            for (var run = 1; run <= options.Runs; run++)
            {
                ours.Add(await MeasureAsync(CausewayRelay.StartAsync, load, options.Messages));
                await Console.Error.WriteLineAsync($"{load.Name} run {run}, ours:    {ours[^1]}");
                if (options.WithPeer)
                {
                    peer.Add(await MeasureAsync(PostfixRelay.StartAsync, load, options.PeerMessages));
                    await Console.Error.WriteLineAsync($"{load.Name} run {run}, Postfix: {peer[^1]}");
                }
            }

            rows.AddRange(Row.Of(load, ours, peer.Count > 0 ? peer : ours));
        }

        Console.WriteLine(options.Json
            ? JsonSerializer.Serialize(rows.Select(row => row.Fields), JsonSerializerOptions.Web)
            : Row.Table(rows));
        return 0;
    }

    private async Task<Measurement> MeasureAsync(
        Func<BenchOptions, string, Task<IRelay>> start, BenchCase load, int messages)
    {
        var folder = options.Folder;
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        var warmUp = messages / 10;
        string[] counts = ["--warm-up", $"{warmUp}", "--messages", $"{messages}"];
        var hashes = Path.Combine(folder, "hashes");
        var log = Path.Combine(folder, "bench.log");
        using var sink = Child.Start(log, [.. Own, "sink", "--listen", Listen, "--hashes", hashes, .. counts]);
        await sink.LineAsync();
        await using var relay = await start(options, folder);
        string[] kept = load.IsKept ? ["--kept"] : [];
        using var client = Child.Start(log,
            [.. Own, "client", "--to", $"{relay.EndPoint}", "--from", Sources, "--sessions", $"{load.Sessions}",
            .. counts, .. kept]);
        await client.LineAsync();
        var before = relay.ProcessorSeconds;
        var (sent, megabytes) = await WatchAsync(client, relay);
        var taken = JsonSerializer.Deserialize<SinkReport>(await sink.LineAsync())!;
        await CompareAsync(hashes, taken, warmUp + messages);
        var seconds = Stopwatch.GetElapsedTime(sent.StartedAt, taken.LastAt).TotalSeconds;
        var processor = (relay.ProcessorSeconds - before) * 1e6 / messages;
        return new Measurement(
            messages / seconds, sent.P50, sent.P99, megabytes, processor, sent.Refusals, taken.Duplicates);
    }

    private static async Task<(ClientReport Report, double Megabytes)> WatchAsync(Child client, IRelay relay)
    {
        var megabytes = 0.0;
        var line = client.LineAsync();
        while (!line.IsCompleted)
        {
            await Task.WhenAny(line, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System));
            megabytes = Math.Max(megabytes, relay.Megabytes);
        }

        return (JsonSerializer.Deserialize<ClientReport>(await line)!, megabytes);
    }

    private static async Task CompareAsync(string hashes, SinkReport taken, int messages)
    {
        var found = await File.ReadAllBytesAsync(hashes);
        var wrong = Enumerable.Range(0, messages).Count(id => !BenchMessage.Hash(id).AsSpan().SequenceEqual(
            found.AsSpan(id * SHA256.HashSizeInBytes, SHA256.HashSizeInBytes)));
        if (wrong > 0 || taken.Strange > 0)
        {
            throw new InvalidOperationException(
                $"{wrong} of {messages} messages are missing or changed at the sink, {taken.Strange} are strange.");
        }
    }
}
