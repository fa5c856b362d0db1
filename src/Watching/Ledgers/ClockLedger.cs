using System.Collections.Immutable;

namespace Causeway.Watching.Ledgers;

/// <summary>
/// Notices that the wall clock was set, by comparing it with the time that runs by itself. Not for use by two threads
/// at once.
/// </summary>
public sealed class ClockLedger(TimeProvider clock)
{
    private const int Most = 10;

    private DateTimeOffset wall = clock.GetUtcNow();
    private long monotonic = clock.GetTimestamp();

    public ImmutableArray<JumpSeen> Jumps { get; private set; } = [];

    public void Restore(ImmutableArray<JumpSeen> jumps) => Jumps = jumps;

    /// <summary>Compares; a difference of more than <paramref name="most"/> since the last look is a jump.</summary>
    public void Look(TimeSpan most)
    {
        var (wallNow, monotonicNow) = (clock.GetUtcNow(), clock.GetTimestamp());
        var jump = wallNow - wall - clock.GetElapsedTime(monotonic, monotonicNow);
        (wall, monotonic) = (wallNow, monotonicNow);
        if (jump.Duration() > most)
        {
            Jumps = [.. Jumps.Append(new JumpSeen(wallNow, Math.Round(jump.TotalSeconds, 1))).TakeLast(Most)];
        }
    }
}
