using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>What a topology file and the recipients that it names say.</summary>
/// <param name="Organization">The checked model.</param>
/// <param name="Recipients">The rows of the recipients file, or the assumed recipients without one.</param>
/// <param name="Path">The topology file as it was named.</param>
/// <param name="RecipientsPath">The recipients file; null where the recipients are assumed.</param>
public sealed record TopologyFile(
    Organization Organization,
    RecipientTable Recipients,
    string Path,
    string? RecipientsPath)
{
    /// <summary>
    /// True where the file names no recipients, so that one of each kind at each site stands in for them.
    /// </summary>
    public bool RecipientsAreAssumed => RecipientsPath is null;

    /// <summary>A path that the file names; relative ones begin where the file lies.</summary>
    public string Beside(string path) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!, path);
}
