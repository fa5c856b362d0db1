using System.Collections.Immutable;

namespace Causeway.Core.Publishing;

/// <summary>The records of one name and purpose: wanted and live side by side.</summary>
/// <param name="Weight">Of the difference, where there is one; else of the record.</param>
/// <param name="TimeToLive">How long the answer that is out there may be kept; null where there is none.</param>
/// <param name="Text">What the state means; empty where all is well.</param>
public sealed record ComparedRecord(
    string Name, RecordType Type, RecordPurpose Purpose, RecordState State, RecordWeight Weight,
    ImmutableArray<string> Wanted, ImmutableArray<string> Live, TimeSpan? TimeToLive, string Text)
{
    public bool IsDifference =>
        State is RecordState.Missing or RecordState.Different or RecordState.Duplicate or RecordState.Superfluous;
}
