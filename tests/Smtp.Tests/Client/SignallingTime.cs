using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Smtp.Tests.Client;

/// <summary>
/// Simulated time that tells which waits were begun, so that a test need not guess when to let time pass.
/// </summary>
internal sealed class SignallingTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Returns once a wait of this length has begun.</summary>
    public async Task WaitBegunAsync(TimeSpan length)
    {
        while (await waits.Reader.ReadAsync(TestContext.Current.CancellationToken) != length)
        {
        }
    }
}
