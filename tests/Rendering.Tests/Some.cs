using Causeway.Configuration;
using Causeway.Core.Topology;

namespace Causeway.Rendering.Tests;

/// <summary>The topologies beside the tests, as they stand or bent a little.</summary>
internal static class Some
{
    public static readonly string Root = FindRoot(AppContext.BaseDirectory);

    public static string Path(string relative) =>
        System.IO.Path.Combine(Root, "tests/Rendering.Tests", relative);

    public static TopologyFile Topology(string name) => Read(Path($"topologies/{name}.yaml"));

    /// <summary>A topology in which one text is replaced by another.</summary>
    public static TopologyFile Topology(string name, string old, string changed)
    {
        var folder = Directory.CreateTempSubdirectory("causeway-rendering-").FullName;
        try
        {
            foreach (var csv in Directory.GetFiles(Path("topologies"), "*.csv"))
            {
                File.Copy(csv, System.IO.Path.Combine(folder, System.IO.Path.GetFileName(csv)));
            }

            var text = File.ReadAllText(Path($"topologies/{name}.yaml"));
            Assert.Contains(old, text, StringComparison.Ordinal);
            var file = System.IO.Path.Combine(folder, "causeway.yaml");
            File.WriteAllText(file, text.Replace(old, changed, StringComparison.Ordinal));
            return Read(file);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static RenderResult Render(TopologyFile topology, string site) => Renderer.Render(
        topology.Organization, topology.Recipients, topology.RecipientsAreAssumed, SiteName.Parse(site));

    /// <summary>All files in one text, as the command prints them.</summary>
    public static string Text(RenderResult result)
    {
        Assert.Empty(result.Obstacles);
        return string.Concat(result.Files.Select(file => $"# file: {file.Name}\n{file.Text}\n"));
    }

    private static TopologyFile Read(string path)
    {
        var result = TopologyReader.Read(path);
        Assert.True(result.IsReadable, string.Join('\n', result.Faults));
        return result.Topology!;
    }

    private static string FindRoot(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Causeway.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"{from} lies in no folder that holds Causeway.slnx.");
    }
}
