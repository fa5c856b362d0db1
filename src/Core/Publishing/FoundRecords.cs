using System.Collections.Immutable;

namespace Causeway.Core.Publishing;

/// <summary>
/// The answer to one question, its values written as those of <see cref="WantedRecord"/>; and how long it may be kept.
/// </summary>
public sealed record FoundRecords(FoundStatus Status, ImmutableArray<string> Values, TimeSpan TimeToLive)
{
    public static FoundRecords Nothing { get; } = new(FoundStatus.Nothing, [], TimeSpan.Zero);

    public static FoundRecords Elsewhere { get; } = new(FoundStatus.Elsewhere, [], TimeSpan.Zero);

    public static FoundRecords NotAnswered { get; } = new(FoundStatus.NotAnswered, [], TimeSpan.Zero);
}
