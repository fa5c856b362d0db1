using System.Runtime.InteropServices;

namespace Causeway.Running;

/// <summary>
/// Turns the first SIGTERM or Ctrl-C into a request to stop in good order; the second one ends the process. Listens
/// until the process is gone.
/// </summary>
/// <remarks>
/// Not the command line's own handler: it holds the signal until the command is over, and with bad luck hands it to the
/// system then, which ends a process that had stopped in good order with 143.
/// </remarks>
internal sealed class StopSignal
{
    private readonly List<PosixSignalRegistration> registrations = [];

    public StopSignal()
    {
        var asked = new CancellationTokenSource();
        Asked = asked.Token;
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT])
        {
            registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = !asked.IsCancellationRequested;
                asked.Cancel();
            }));
        }
    }

    /// <summary>Cancelled when somebody wants the process to stop.</summary>
    public CancellationToken Asked { get; }

    /// <summary>Completes when the token is cancelled.</summary>
    public static async Task WhenAsync(CancellationToken asked) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, asked)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
