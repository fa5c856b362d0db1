namespace Causeway.Fuzz;

/// <summary>A clock that stands, so that signatures of the corpus never grow old.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
