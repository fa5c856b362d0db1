using System.Collections.Immutable;

namespace Causeway.Core.Publishing;

/// <summary>What is live against what is wanted.</summary>
public sealed record DnsComparison(
    ImmutableArray<ComparedRecord> Records, ImmutableArray<DnsFinding> Findings, ImmutableArray<SpfProbe> Probes)
{
    /// <summary>True where all of DNS was asked; a zone file says nothing of what others publish.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>True where mail goes astray, is refused or can be forged.</summary>
    public bool Matters => Records.Any(record => record.IsDifference && record.Weight == RecordWeight.Matters)
        || Findings.Any(finding => finding.Weight == RecordWeight.Matters);

    /// <summary>True where something could be better.</summary>
    public bool IsAdvising => Records.Any(record => record.IsDifference) || !Findings.IsEmpty;

    /// <summary>True where DNS did not say all that matters.</summary>
    public bool IsOpen => Records.Any(record => record.State == RecordState.NotAnswered)
        || (IsWhole && Probes.Any(probe => probe.IsOpen));

    /// <summary>True where nothing at all could be compared.</summary>
    public bool IsUnanswered => Records.All(record =>
        record.State is RecordState.NotAnswered or RecordState.Elsewhere or RecordState.Prepared);

    /// <summary>The differences and findings of a weight, a sentence each.</summary>
    public IEnumerable<string> Says(RecordWeight weight) =>
        Records.Where(record => record.IsDifference && record.Weight == weight)
            .Select(record => $"{RecordTypes.Word(record.Type)} {record.Name} {Words(record)}: {record.Text}")
            .Concat(Findings.Where(finding => finding.Weight == weight)
                .Select(finding => $"{finding.Subject}: {finding.Text}"));

    private static string Words(ComparedRecord record) => record.State switch
    {
        RecordState.Missing => "is missing",
        RecordState.Duplicate => "stands there twice",
        RecordState.Superfluous => "has more than it should",
        _ => $"is {string.Join(" and ", record.Live)}",
    };
}
