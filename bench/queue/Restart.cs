using System.Diagnostics;
using System.Text.Json;
using Causeway.Queue.Delivery;

namespace Causeway.QueueBench;

/// <summary>What a start cost, from the beginning of its process.</summary>
internal sealed record Start(double AcceptedSeconds, double LoadedSeconds, double ResidentMegabytes, int Messages);

/// <summary>Opens a full spool, accepts a message at once, and waits until everything is loaded.</summary>
internal static class Restart
{
    public static Start InProcess(string folder)
    {
        var program = Environment.GetCommandLineArgs()[0];
        var start = new ProcessStartInfo("dotnet", [program, "--restart", folder]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return JsonSerializer.Deserialize<Start>(line) ?? throw new InvalidOperationException("The start failed.");
    }

    public static async Task<Start> MeasureAsync(string folder)
    {
        await using var spool = await Filling.OpenAsync(folder);
        using var scheduler = Filling.Scheduler(spool);
        using var stop = new CancellationTokenSource();
        var running = scheduler.RunAsync(stop.Token);
        await Filling.CommitAsync(spool, int.MaxValue);
        var accepted = SinceStart();
        var found = await scheduler.FindAsync(new QueueFilter { Id = "none" }, default);
        Debug.Assert(found.IsEmpty, "No message has this id.");
        var loaded = SinceStart();
        GC.Collect();
        using var self = Process.GetCurrentProcess();
        var resident = self.WorkingSet64 / 1048576.0;
        var messages = scheduler.Pending.Length;
        await stop.CancelAsync();
        await running;
        return new Start(accepted, loaded, resident, messages);
    }

    private static double SinceStart()
    {
        using var self = Process.GetCurrentProcess();
        return (TimeProvider.System.GetUtcNow() - self.StartTime).TotalSeconds;
    }
}
