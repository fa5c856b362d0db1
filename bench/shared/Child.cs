using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Causeway.Bench;

/// <summary>A process of the bench; its stderr goes to a file, its stdout is read line by line.</summary>
internal sealed partial class Child : IDisposable
{
    private const int Terminate = 15;

    private readonly Process process;

    private Child(Process process) => this.process = process;

    public int Id => process.Id;

    public static Child Start(string errorFile, params IEnumerable<string> command)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec \"$@\" 2>>\"$0\"");
        start.ArgumentList.Add(errorFile);
        foreach (var word in command)
        {
            start.ArgumentList.Add(word);
        }

        return new Child(Process.Start(start)!);
    }

    /// <summary>Runs a command to its end and returns what it printed; throws where it failed.</summary>
    public static async Task<string> RunAsync(string errorFile, params IEnumerable<string> command)
    {
        using var child = Start(errorFile, command);
        var output = await child.process.StandardOutput.ReadToEndAsync();
        await child.process.WaitForExitAsync();
        if (child.process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{string.Join(' ', command)} ended with {child.process.ExitCode}: {File.ReadAllText(errorFile)}");
        }

        return output;
    }

    public async Task<string> LineAsync() => await process.StandardOutput.ReadLineAsync()
        ?? throw new InvalidOperationException($"{process.Id} ended without a word; see its log.");

    public async Task StopAsync()
    {
        if (!process.HasExited)
        {
            _ = Kill(process.Id, Terminate);
            await process.WaitForExitAsync();
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    /// <summary>The most memory that a process ever had in RAM, in MB.</summary>
    public static double PeakMegabytes(int id) => Field($"/proc/{id}/status", "VmHWM:") / 1024;

    /// <summary>The memory that a process has in RAM at this moment, in MB.</summary>
    public static double ResidentMegabytes(int id) => Field($"/proc/{id}/status", "VmRSS:") / 1024;

    /// <summary>A process's share of memory, what it shares with others counted in parts, in MB.</summary>
    public static double SharedMegabytes(int id) => Field($"/proc/{id}/smaps_rollup", "Pss:") / 1024;

    /// <summary>The process and all below it.</summary>
    public static IEnumerable<int> Family(int id)
    {
        var path = $"/proc/{id}/task/{id}/children";
        var below = File.Exists(path) ? File.ReadAllText(path) : "";
        return below.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(child => Family(int.Parse(child, CultureInfo.InvariantCulture))).Prepend(id);
    }

    /// <summary>The processor time of a process, in seconds (proc(5): fields 14 and 15, ticks of 10 ms).</summary>
    public static double ProcessorSeconds(int id)
    {
        var path = $"/proc/{id}/stat";
        var fields = File.Exists(path) ? File.ReadAllText(path).Split(") ")[^1].Split(' ') : [];
        return fields.Length > 12
            ? (long.Parse(fields[11], CultureInfo.InvariantCulture)
                + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0
            : 0;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private static double Field(string path, string name)
    {
        try
        {
            var line = File.ReadLines(path).First(line => line.StartsWith(name, StringComparison.Ordinal));
            return double.Parse(
                line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            return 0;
        }
    }
}
