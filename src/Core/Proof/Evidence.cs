using System.Collections.Immutable;
using Causeway.Core.Publishing;
using Causeway.Core.Topology;

namespace Causeway.Core.Proof;

/// <summary>
/// All that a property may look at: the paths of the walk, the findings of the pass over the rows, the sites that the
/// file declares, and how long an outage must be survived. Not the arrows: what they do shows in the paths alone.
/// </summary>
public sealed record Evidence(
    ImmutableArray<Path> Paths, ImmutableArray<(RowFault Fault, Path Path)> RowFaults, ImmutableArray<Site> Sites,
    TimeSpan Outage)
{
    /// <summary>What DNS says against what it should say; null where nobody asked.</summary>
    public DnsComparison? Dns { get; init; }

    /// <summary>Doors that were really tried; none where nobody tried.</summary>
    public ImmutableArray<DoorTry> Doors { get; init; } = [];

    public IEnumerable<Path> From(params OriginClass[] classes) =>
        Paths.Where(path => classes.Contains(path.Start.Class));

    public IEnumerable<(RowFault Fault, Path Path)> Rows(RowFaultKind kind) =>
        RowFaults.Where(row => row.Fault.Kind == kind);

    public IEnumerable<Path> To(params RecipientClass[] classes) =>
        Paths.Where(path => classes.Contains(path.Start.ToClass));
}
