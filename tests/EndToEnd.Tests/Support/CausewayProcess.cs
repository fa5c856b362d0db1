using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>A Causeway that runs until it is told to stop: <c>lab --serve</c> or <c>up</c>.</summary>
internal sealed class CausewayProcess : IAsyncDisposable
{
    private const int HangUp = 1;
    private const int Terminate = 15;
    private const int KillAtOnce = 9;

    private readonly Process process;
    private readonly StringBuilder errors = new();
    private readonly Task reading;

    private CausewayProcess(Process process)
    {
        this.process = process;
        process.StandardInput.Close();
        reading = ReadErrorsAsync();
    }

    public string Errors
    {
        get
        {
            lock (errors)
            {
                return errors.ToString();
            }
        }
    }

    /// <summary>The process, as the kernel numbers it.</summary>
    public int Id => process.Id;

    /// <summary>Starts it, and returns when it has printed its one line, <c>ready</c>.</summary>
    public static Task<CausewayProcess> StartAsync(params string[] arguments) =>
        StartByAsync(Repository.Launcher, arguments);

    /// <summary>As <see cref="StartAsync"/>, by a program that becomes Causeway in the end.</summary>
    public static async Task<CausewayProcess> StartByAsync(string program, params string[] arguments)
    {
        var started = new CausewayProcess(Command.Start(program, arguments));
        var line = await started.process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
            .AsTask().WaitAsync(Patience.Longest * 3, TestContext.Current.CancellationToken);
        if (line == "ready")
        {
            return started;
        }

        await started.DisposeAsync();
        throw new InvalidOperationException(
            $"`{string.Join(' ', arguments)}` said '{line}', not ready: {started.Errors}");
    }

    /// <summary>SIGTERM; its exit code, and what it said on stdout after <c>ready</c>.</summary>
    public async Task<(int ExitCode, string Output)> StopAsync()
    {
        Signal(Terminate);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var rest = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        await reading;
        return (process.ExitCode, rest);
    }

    /// <summary>SIGHUP: read the files anew.</summary>
    public void Hangup() => Signal(HangUp);

    /// <summary>kill -9: no chance to put anything in order.</summary>
    public async Task KillAsync()
    {
        Signal(KillAtOnce);
        using var limit = new CancellationTokenSource(Patience.Longest);
        await process.WaitForExitAsync(limit.Token);
        await reading;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        await reading;
        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);

    // `./causeway` ends in exec: the process that was started is Causeway itself.
    private void Signal(int signal)
    {
        if (!process.HasExited && Kill(process.Id, signal) != 0)
        {
            throw new IOException($"kill -{signal} {process.Id}: error {Marshal.GetLastPInvokeError()}");
        }
    }

    private async Task ReadErrorsAsync()
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            lock (errors)
            {
                errors.AppendLine(line);
            }
        }
    }
}
