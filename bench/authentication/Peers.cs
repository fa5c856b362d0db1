using System.Diagnostics;
using System.Globalization;

namespace Causeway.AuthenticationBench;

/// <summary>The verifiers of others over the same message, each in a process of its own.</summary>
internal static class Peers
{
    private const string Dkimpy = """
        import sys, time, dkim
        message = open(sys.argv[1], 'rb').read()
        ask = lambda name, timeout=5: sys.argv[2].encode()
        count = int(sys.argv[3])
        begin = time.monotonic()
        for i in range(count):
            assert dkim.verify(message, dnsfunc=ask)
        print(count / (time.monotonic() - begin))
        """;

    /// <summary>Verified signatures a second by dkimpy.</summary>
    public static double RunDkimpy(SignedMessage signed, string folder, int messages)
    {
        File.WriteAllBytes(Path.Combine(folder, "message"), signed.Message);
        return double.Parse(
            Run("/usr/bin/python3", "-W", "ignore", "-c", Dkimpy, Path.Combine(folder, "message"), signed.Record,
                messages.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Verified signatures a second by OpenDKIM in its test mode, which reads each message from its file: what two runs
    /// of different length differ by, so that its start is not counted.
    /// </summary>
    public static double RunOpenDkim(SignedMessage signed, string folder, int messages)
    {
        var file = Path.Combine(folder, "m");
        File.WriteAllBytes(file, signed.Message);
        File.WriteAllText(Path.Combine(folder, "keys"),
            $"{signed.RecordName} {signed.Record.Replace(" ", "", StringComparison.Ordinal)}\n");
        File.WriteAllText(Path.Combine(folder, "settings"),
            $"Mode v\nSyslog no\nTestDNSData file:{Path.Combine(folder, "keys")}\n");
        var few = Seconds(folder, file, 1);
        return (messages - 1) / (Seconds(folder, file, messages) - few);
    }

    private static double Seconds(string folder, string file, int messages)
    {
        var watch = Stopwatch.StartNew();
        var said = Run("/usr/sbin/opendkim", "-x", Path.Combine(folder, "settings"), "-v", "-t",
            string.Join(',', Enumerable.Repeat(file, messages)));
        var good = said.Split("succeeded").Length - 1;
        return good == messages ? watch.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"OpenDKIM verified {good} of {messages}: {said}");
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output + error.GetAwaiter().GetResult()
            : throw new InvalidOperationException(error.GetAwaiter().GetResult());
    }
}
