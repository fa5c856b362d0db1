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

    public static StopSignal Listen(CancellationToken ct)
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
        return stop;
    }

    public Task WaitAsync() => asked.Task;

    public void Dispose() => registrations.ForEach(registration => registration.Dispose());
}
