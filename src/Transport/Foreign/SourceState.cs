namespace Causeway.Transport.Foreign;

/// <summary>How a source of another product's recipients fares.</summary>
/// <param name="LastGood">When it last said something.</param>
/// <param name="FailingSince">Since when it does not; null while it does.</param>
/// <param name="Why">Why it does not.</param>
public sealed record SourceState(DateTimeOffset? LastGood, DateTimeOffset? FailingSince, string? Why)
{
    /// <summary>How many recipients it knows, or answers are kept.</summary>
    public int Size { get; init; }
}
