using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Causeway.Bench;

namespace Causeway.StartBench;

/// <summary>One start of one side.</summary>
internal sealed record Started(double Seconds, double Megabytes, double PeakMegabytes)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"ready after {Seconds:F2} s, {Megabytes:F0} MB resident, {PeakMegabytes:F0} MB at most");
}

/// <summary>Our site, as `causeway up` runs it with what ships.</summary>
internal static class CausewayStart
{
    public static async Task<Started> RunAsync(StartOptions options)
    {
        var log = Path.Combine(options.Folder, "filter.log");
        var began = Stopwatch.GetTimestamp();
        using var site = Child.Start(
            log, "dotnet", options.App, "up", options.Files, "--site", "filter", "--data", options.Data);
        await site.LineAsync();
        await Probe.AskAsync(IPEndPoint.Parse("127.0.0.75:2525"), options);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;

        // What is done after the start, such as the proof of all files, counts too.
        await Task.Delay(TimeSpan.FromSeconds(20), TimeProvider.System);
        var started = new Started(seconds, Child.ResidentMegabytes(site.Id), Child.PeakMegabytes(site.Id));
        await site.StopAsync();
        return started;
    }
}

/// <summary>Postfix with the settings beside this file, in a folder of its own.</summary>
internal static class PostfixStart
{
    public static async Task PrepareAsync(StartOptions options)
    {
        var folder = options.Postfix;
        Directory.CreateDirectory(Path.Combine(folder, "queue"));
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        var log = Path.Combine(folder, "start.log");
        foreach (var name in (string[])["main.cf", "master.cf"])
        {
            var text = await File.ReadAllTextAsync(Path.Combine(options.Here, "postfix", name));
            await File.WriteAllTextAsync(
                Path.Combine(folder, name), text.Replace("FOLDER", folder, StringComparison.Ordinal));
        }

        var organizations = Enumerable.Range(0, options.Organizations).ToList();
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "domains"),
            organizations.Select(organization => $"{StartOptions.Domain(organization)} x"));
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "recipients"),
            organizations.SelectMany(organization => Enumerable.Range(0, options.Recipients)
                .Select(recipient => $"{StartOptions.Recipient(organization, recipient)} x")));
        await Child.RunAsync(log, "postmap", "-c", folder, $"hash:{folder}/domains", $"hash:{folder}/recipients");
        await Child.RunAsync(log, "chown", "postfix", Path.Combine(folder, "data"));
    }

    public static async Task<Started> RunAsync(StartOptions options)
    {
        var (folder, log) = (options.Postfix, Path.Combine(options.Postfix, "start.log"));
        var began = Stopwatch.GetTimestamp();
        await Child.RunAsync(log, "postfix", "-c", folder, "start");
        await Probe.AskAsync(IPEndPoint.Parse("127.0.0.76:2525"), options);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;

        // The master holds a lock on this file, which .NET's own reader does not get by.
        var master = await Child.RunAsync(log, "cat", Path.Combine(folder, "queue/pid/master.pid"));
        var memory = Child.Family(int.Parse(master.Trim(), CultureInfo.InvariantCulture)).Sum(Child.SharedMegabytes);
        await Child.RunAsync(log, "postfix", "-c", folder, "stop");
        return new Started(seconds, memory, memory);
    }
}

/// <summary>Asks a side for a recipient that it has and for one that it has not.</summary>
internal static class Probe
{
    public static async Task AskAsync(IPEndPoint server, StartOptions options)
    {
        using var client = await ConnectAsync(server);
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        await ExpectAsync(reader, "220");
        foreach (var (command, code) in new[]
        {
            ("HELO client.example", "250"), ("MAIL FROM:<alice@fabrikam.example>", "250"),
            ($"RCPT TO:<{options.LastRecipient}>", "250"), ($"RCPT TO:<x{options.LastRecipient}>", "550"),
            ("QUIT", "221"),
        })
        {
            await writer.WriteLineAsync(command);
            await ExpectAsync(reader, code);
        }
    }

    private static async Task ExpectAsync(StreamReader reader, string code)
    {
        var line = await reader.ReadLineAsync() ?? "";
        if (!line.StartsWith(code, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{code} was expected, and came: {line}");
        }
    }

    private static async Task<TcpClient> ConnectAsync(IPEndPoint server)
    {
        for (var tries = 0; ; tries++)
        {
            var client = new TcpClient();
            try
            {
                await client.ConnectAsync(server);
                return client;
            }
            catch (SocketException) when (tries < 1000)
            {
                client.Dispose();
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }
        }
    }
}
