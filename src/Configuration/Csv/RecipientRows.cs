using Causeway.Core.Topology;

namespace Causeway.Configuration.Csv;

/// <summary>The rows of a recipients file and its faults in the order of the file.</summary>
internal sealed record RecipientRows(IReadOnlyList<Recipient> Recipients, IReadOnlyList<Fault> Faults)
{
    public static RecipientRows None { get; } = new([], []);
}
