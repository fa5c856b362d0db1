using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Smtp.Tests.Client;

/// <summary>Simulated time that tells which waits were begun, so that a test knows when to let time pass.</summary>
internal sealed class SignallingTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        waits.Writer.TryWrite(dueTime);
        return new Signalling(timer, waits.Writer);
    }

    /// <summary>Returns once a wait of this length has begun.</summary>
    public async Task WaitBegunAsync(TimeSpan length)
    {
        while (await waits.Reader.ReadAsync(TestContext.Current.CancellationToken) != length)
        {
        }
    }

    /// <summary>A timer that serves for many waits tells of each.</summary>
    private sealed class Signalling(ITimer timer, ChannelWriter<TimeSpan> waits) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var isChanged = timer.Change(dueTime, period);
            waits.TryWrite(dueTime);
            return isChanged;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
