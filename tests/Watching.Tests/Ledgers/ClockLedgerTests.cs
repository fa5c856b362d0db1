using Causeway.Watching.Ledgers;

namespace Causeway.Watching.Tests.Ledgers;

/// <summary>A wall clock that is set while a site runs.</summary>
public class ClockLedgerTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Time_that_passes_is_no_jump()
    {
        var clock = new SetClock();
        var ledger = new ClockLedger(clock);
        clock.Pass(TimeSpan.FromDays(3));
        ledger.Look(Minute);
        Assert.Empty(ledger.Jumps);
    }

    [Theory]
    [InlineData(600)]
    [InlineData(-600)]
    public void A_clock_that_is_set_is_noticed_once(int seconds)
    {
        var clock = new SetClock();
        var ledger = new ClockLedger(clock);
        clock.Pass(Minute);
        clock.Set(TimeSpan.FromSeconds(seconds));
        ledger.Look(Minute);
        ledger.Look(Minute);
        Assert.Equal([new JumpSeen(clock.GetUtcNow(), seconds)], ledger.Jumps);
    }

    [Fact]
    public void A_clock_that_is_set_by_little_is_not()
    {
        var clock = new SetClock();
        var ledger = new ClockLedger(clock);
        clock.Set(TimeSpan.FromSeconds(59));
        ledger.Look(Minute);
        Assert.Empty(ledger.Jumps);
    }

    private sealed class SetClock : TimeProvider
    {
        private DateTimeOffset wall = Some.Now;
        private long monotonic;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => wall;

        public override long GetTimestamp() => monotonic;

        public void Pass(TimeSpan span)
        {
            wall += span;
            monotonic += span.Ticks;
        }

        public void Set(TimeSpan by) => wall += by;
    }
}
