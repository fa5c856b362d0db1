using System.Collections.Immutable;

namespace Causeway.Core.Publishing;

/// <summary>What one source says that DNS says: a resolver, or a zone file.</summary>
/// <param name="Source">As people know it, such as <c>127.0.0.53:2053</c>.</param>
public sealed record PublishedRecords(
    string Source, ImmutableDictionary<RecordQuestion, FoundRecords> Answers, ImmutableArray<SpfProbe> Probes)
{
    /// <summary>True where all of DNS was asked; false for a zone file, which ends at its own names.</summary>
    public bool IsWhole { get; init; } = true;

    public FoundRecords this[string name, RecordType type] =>
        Answers.GetValueOrDefault(new RecordQuestion(name, type), FoundRecords.NotAnswered);
}
