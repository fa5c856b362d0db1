using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Causeway.Configuration;

/// <summary>A topology that could be read, or every fault that one run found, in the order of the files.</summary>
public sealed record ReadResult
{
    private ReadResult(TopologyFile? topology, ImmutableArray<Fault> faults)
    {
        Topology = topology;
        Faults = faults;
    }

    public TopologyFile? Topology { get; }

    public ImmutableArray<Fault> Faults { get; }

    [MemberNotNullWhen(true, nameof(Topology))]
    public bool IsReadable => Topology is not null;

    internal static ReadResult Of(TopologyFile topology) => new(topology, []);

    internal static ReadResult Of(IEnumerable<Fault> faults) => new(null, [.. faults]);
}
