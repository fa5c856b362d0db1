using System.Runtime.InteropServices;

namespace Causeway.Running;

/// <summary>Waits for SIGTERM or Ctrl-C, and then lets the caller stop in good order.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IDisposable> registrations = [];

    private StopSignal()
    {
    }

    /// <summary>
    /// Yields once: the command line answers a signal for a command that never yielded as if it had not begun, and ends
    /// the process with 143.
    /// </summary>
    public static async Task<StopSignal> ListenAsync(CancellationToken ct)
    {
        var stop = new StopSignal();
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT])
        {
            stop.registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                stop.asked.TrySetResult();
            }));
        }

        stop.registrations.Add(ct.Register(() => stop.asked.TrySetResult()));
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return stop;
    }

    public Task WaitAsync() => asked.Task;

    public void Dispose() => registrations.ForEach(registration => registration.Dispose());
}
