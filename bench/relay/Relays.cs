using System.Net;
using System.Net.Sockets;
using Causeway.Bench;

namespace Causeway.RelayBench;

/// <summary>A mail system between client and sink.</summary>
internal interface IRelay : IAsyncDisposable
{
    IPEndPoint EndPoint { get; }

    /// <summary>The memory that it holds at this moment, or held at most, in MB.</summary>
    double Megabytes { get; }

    /// <summary>The processor time that it has used so far, in seconds.</summary>
    double ProcessorSeconds { get; }
}

/// <summary>Our site, as `causeway up` runs it with what ships.</summary>
internal sealed class CausewayRelay(Child site) : IRelay
{
    public IPEndPoint EndPoint { get; } = IPEndPoint.Parse("127.0.0.71:2525");

    public double Megabytes => Child.PeakMegabytes(site.Id);

    public double ProcessorSeconds => Child.ProcessorSeconds(site.Id);

    public static async Task<IRelay> StartAsync(BenchOptions options, string folder)
    {
        foreach (var name in (string[])["causeway.yaml", "recipients.csv"])
        {
            File.Copy(Path.Combine(options.Here, name), Path.Combine(folder, name));
        }

        var file = Path.Combine(folder, "causeway.yaml");
        var log = Path.Combine(folder, "relay.log");
        await Child.RunAsync(log, "dotnet", options.App, "identity", file, "--site", "relay");
        var site = Child.Start(log, "dotnet", options.App, "up", file, "--site", "relay", "--data", folder);
        await site.LineAsync();
        return new CausewayRelay(site);
    }

    public async ValueTask DisposeAsync()
    {
        await site.StopAsync();
        site.Dispose();
    }
}

/// <summary>Postfix with the settings beside this file, in a folder of its own.</summary>
internal sealed class PostfixRelay(string folder, string log, int master) : IRelay
{
    private static readonly string[] Settings = ["main.cf", "master.cf"];

    public IPEndPoint EndPoint { get; } = IPEndPoint.Parse("127.0.0.72:2525");

    public double Megabytes => Child.Family(master).Sum(Child.SharedMegabytes);

    public double ProcessorSeconds => Child.Family(master).Sum(Child.ProcessorSeconds);

    public static async Task<IRelay> StartAsync(BenchOptions options, string folder)
    {
        foreach (var name in Settings)
        {
            var text = await File.ReadAllTextAsync(Path.Combine(options.Here, "postfix", name));
            await File.WriteAllTextAsync(
                Path.Combine(folder, name), text.Replace("FOLDER", folder, StringComparison.Ordinal));
        }

        Directory.CreateDirectory(Path.Combine(folder, "queue"));
        var log = Path.Combine(folder, "start.log");
        var data = Path.Combine(folder, "data");
        Directory.CreateDirectory(data);
        await Child.RunAsync(log, "chown", "postfix", data);
        await Child.RunAsync(log, "postfix", "-c", folder, "start");

        // The master holds a lock on this file, which .NET's own reader does not get by.
        var master = await Child.RunAsync(log, "cat", Path.Combine(folder, "queue/pid/master.pid"));
        var relay = new PostfixRelay(
            folder, log, int.Parse(master.Trim(), System.Globalization.CultureInfo.InvariantCulture));
        await relay.WaitAsync();
        return relay;
    }

    public async ValueTask DisposeAsync() => await Child.RunAsync(log, "postfix", "-c", folder, "stop");

    private async Task WaitAsync()
    {
        for (var tries = 0; ; tries++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(EndPoint);
                return;
            }
            catch (SocketException) when (tries < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }
}
