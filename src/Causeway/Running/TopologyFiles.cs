using System.Collections.Immutable;
using Causeway.Configuration;

namespace Causeway.Running;

/// <summary>The topology files that a command names: each file, and every <c>*.yaml</c> of each folder.</summary>
internal static class TopologyFiles
{
    /// <exception cref="ConfigurationException">A file cannot be read; all faults of all files are told.</exception>
    public static ImmutableArray<TopologyFile> Read(IEnumerable<string> named)
    {
        var results = named.SelectMany(Expand).AsParallel().AsOrdered().Select(TopologyReader.Read).ToList();
        var faults = results.SelectMany(result => result.Faults).ToList();
        return faults.Count > 0
            ? throw new ConfigurationException(faults)
            : [.. results.Select(result => result.Topology!)];
    }

    private static IEnumerable<string> Expand(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        var files = Directory.GetFiles(path, "*.yaml").Order(StringComparer.Ordinal).ToList();
        return files.Count > 0
            ? files
            : throw new ConfigurationException($"{path}: no *.yaml lies there; write one topology file or more.");
    }
}
