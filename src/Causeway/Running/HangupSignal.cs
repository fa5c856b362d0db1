using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Causeway.Running;

/// <summary>
/// Does something at each SIGHUP, one after another; what comes while it is done is done once more, not more often.
/// </summary>
internal sealed class HangupSignal : IAsyncDisposable
{
    private readonly Channel<bool> asked = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly PosixSignalRegistration registration;
    private readonly Task running;

    private HangupSignal(Func<Task> action)
    {
        registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            asked.Writer.TryWrite(true);
        });
        running = RunAsync(action);
    }

    /// <param name="action">Throws nothing but the cancellation that ends the process.</param>
    public static HangupSignal Listen(Func<Task> action) => new(action);

    public async ValueTask DisposeAsync()
    {
        registration.Dispose();
        asked.Writer.Complete();
        await running.ConfigureAwait(false);
    }

    private async Task RunAsync(Func<Task> action)
    {
        await foreach (var _ in asked.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            await action().ConfigureAwait(false);
        }
    }
}
