using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Causeway.AuthenticationBench;

/// <summary>Others' programs over the same messages, each in a process of its own.</summary>
internal sealed class Peers(string folder)
{
    /// <summary>Verified signatures a second by dkimpy.</summary>
    public double VerifyByDkimpy(SignedMessage signed, int messages) => RunDkimpy(
        "verify", signed.Message, Encoding.Latin1.GetBytes(signed.Key.Record), messages);

    /// <summary>Signatures a second by dkimpy, which reads the key for each.</summary>
    public double SignByDkimpy(SignedMessage signed, int messages) => RunDkimpy(
        "sign", signed.Unsigned, Encoding.Latin1.GetBytes(signed.Key.ToPem()), messages);

    /// <summary>
    /// Verified signatures a second by OpenDKIM in its test mode, which reads each message from its file.
    /// </summary>
    public double VerifyByOpenDkim(SignedMessage signed, int messages)
    {
        File.WriteAllText(Path.Combine(folder, "keys"),
            $"{signed.Key.RecordName} {signed.Key.Record.Replace(" ", "", StringComparison.Ordinal)}\n");
        File.WriteAllText(Path.Combine(folder, "settings"),
            $"Mode v\nSyslog no\nTestDNSData file:{Path.Combine(folder, "keys")}\n");
        return RunOpenDkim(signed.Message, "-v", "succeeded", messages);
    }

    /// <summary>Signatures a second by OpenDKIM in its test mode.</summary>
    public double SignByOpenDkim(SignedMessage signed, int messages)
    {
        File.WriteAllText(Path.Combine(folder, "private"), signed.Key.ToPem());
        File.WriteAllText(Path.Combine(folder, "settings"),
            $"""
            Mode s
            Syslog no
            Canonicalization relaxed/relaxed
            Domain {signed.Key.Domain}
            Selector {signed.Key.Selector}
            KeyFile {Path.Combine(folder, "private")}
            RequireSafeKeys no
            InternalHosts 0.0.0.0/0

            """);
        return RunOpenDkim(signed.Unsigned, "-vv", "hname='DKIM-Signature'", messages);
    }

    /// <summary>What dkimpy and pyspf make of the messages that lie in the folder.</summary>
    public Measured Judge()
    {
        using var said = JsonDocument.Parse(RunPython("judge", folder));
        var passes = said.RootElement.GetProperty("passes").EnumerateArray().Select(count => count.GetInt32()).ToList();
        return new Measured(
            said.RootElement.GetProperty("judged").GetDouble(), said.RootElement.GetProperty("sealed").GetDouble(),
            new Passes(passes[0], passes[1], passes[2], Dmarc: 0, passes[3]));
    }

    private double RunDkimpy(string task, byte[] message, byte[] other, int messages)
    {
        var (file, second) = (Path.Combine(folder, "message"), Path.Combine(folder, "other"));
        File.WriteAllBytes(file, message);
        File.WriteAllBytes(second, other);
        return double.Parse(
            RunPython(task, file, second, messages.ToString(CultureInfo.InvariantCulture)),
            CultureInfo.InvariantCulture);
    }

    // What two runs of different length differ by, so that its start is not counted.
    private double RunOpenDkim(byte[] message, string verbosity, string sign, int messages)
    {
        File.WriteAllBytes(Path.Combine(folder, "m"), message);
        var few = Seconds(verbosity, sign, 1);
        return (messages - 1) / (Seconds(verbosity, sign, messages) - few);
    }

    private double Seconds(string verbosity, string sign, int messages)
    {
        var watch = Stopwatch.StartNew();
        var said = Run("/usr/sbin/opendkim", "-x", Path.Combine(folder, "settings"), verbosity, "-t",
            string.Join(',', Enumerable.Repeat(Path.Combine(folder, "m"), messages)));
        var good = said.Split(sign).Length - 1;
        return good == messages ? watch.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"OpenDKIM did {good} of {messages}: {said}");
    }

    private static string RunPython(params string[] arguments) => Run(
        "/usr/bin/python3", ["-W", "ignore", Path.Combine(AppContext.BaseDirectory, "peer.py"), .. arguments]);

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
