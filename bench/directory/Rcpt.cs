using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Causeway.DirectoryBench;

/// <summary>Asks a server for recipients that it has, all over the directory, one after the other.</summary>
internal static class Rcpt
{
    private const int PerSession = 100;

    /// <summary>Milliseconds from RCPT to its answer; the median.</summary>
    public static async Task<double> AskAsync(IPEndPoint server, BenchOptions options)
    {
        var times = new List<double>();
        var random = new Random(1);
        while (times.Count < options.Rcpts)
        {
            using var client = new TcpClient { NoDelay = true };
            await client.ConnectAsync(server);
            using var reader = new StreamReader(client.GetStream());
            await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
            await ExpectAsync(reader, "220");
            await SayAsync("HELO client.example");
            await SayAsync("MAIL FROM:<alice@elsewhere.example>");
            for (var i = 0; i < PerSession; i++)
            {
                var recipient = BenchOptions.Recipient(random.Next(options.Recipients));
                var began = Stopwatch.GetTimestamp();
                await SayAsync($"RCPT TO:<{recipient}>");
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            async Task SayAsync(string command)
            {
                await writer.WriteLineAsync(command);
                await ExpectAsync(reader, "250");
            }
        }

        return Measured.Median(times);
    }

    private static async Task ExpectAsync(StreamReader reader, string code)
    {
        var line = await reader.ReadLineAsync() ?? "";
        if (!line.StartsWith(code, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{code} was expected, and came: {line}");
        }
    }
}
