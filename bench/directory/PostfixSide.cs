using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Causeway.Bench;

namespace Causeway.DirectoryBench;

/// <summary>Postfix with the same recipients in a hash map, in a folder of its own.</summary>
internal static class PostfixSide
{
    private static readonly IPEndPoint Server = IPEndPoint.Parse("127.0.0.76:2525");

    public static async Task<Measured> RunAsync(BenchOptions options)
    {
        var folder = Path.Combine(options.Folder, "postfix");
        var log = Path.Combine(options.Folder, "postfix.log");
        Directory.CreateDirectory(Path.Combine(folder, "queue"));
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        foreach (var name in (string[])["main.cf", "master.cf"])
        {
            var text = await File.ReadAllTextAsync(Path.Combine(options.Settings, name));
            await File.WriteAllTextAsync(
                Path.Combine(folder, name), text.Replace("FOLDER", folder, StringComparison.Ordinal));
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "domains"), $"{BenchOptions.Domain} x\n");
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "recipients"),
            Enumerable.Range(0, options.Recipients).Select(row => $"{BenchOptions.Recipient(row)} x"));
        var began = Stopwatch.GetTimestamp();
        await Child.RunAsync(log, "postmap", "-c", folder, $"hash:{folder}/domains", $"hash:{folder}/recipients");
        var import = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await Child.RunAsync(log, "chown", "postfix", Path.Combine(folder, "data"));
        await Child.RunAsync(log, "postfix", "-c", folder, "start");
        await AnsweringAsync();
        var rcpt = await Rcpt.AskAsync(Server, options);
        var master = await Child.RunAsync(log, "cat", Path.Combine(folder, "queue/pid/master.pid"));
        var memory = Child.Family(int.Parse(master.Trim(), CultureInfo.InvariantCulture)).Sum(Child.SharedMegabytes);
        await Child.RunAsync(log, "postfix", "-c", folder, "stop");
        return new Measured(import, 0, 0, rcpt, memory);
    }

    private static async Task AnsweringAsync()
    {
        for (var tries = 0; ; tries++)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(Server);
                return;
            }
            catch (SocketException) when (tries < 1000)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }
        }
    }
}
