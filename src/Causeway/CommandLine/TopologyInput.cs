using System.CommandLine;
using System.Text.Json;
using Causeway.Configuration;

namespace Causeway.CommandLine;

/// <summary>The FILE argument that many commands share, and what is said of a file that cannot be read.</summary>
internal static class TopologyInput
{
    /// <summary>What the argument is called where a command shows its usage.</summary>
    public const string FileName = "FILE";

    public static Argument<string> Argument() =>
        new(FileName) { Description = "the topology file, such as causeway.yaml" };

    public static Option<bool> JsonOption() => new("--json") { Description = "write one JSON value to stdout" };

    /// <summary>Reads the file; null, with every fault on stderr, where it cannot be read.</summary>
    public static TopologyFile? Read(string path, bool json)
    {
        var result = TopologyReader.Read(path);
        if (result.IsReadable)
        {
            return result.Topology;
        }

        if (json)
        {
            var faults = new FaultsJson(result.Faults.Select(fault =>
                new FaultJson(fault.File, fault.Line, fault.Column, fault.Found, fault.Write)));
            Console.Error.WriteLine(JsonSerializer.Serialize(faults, Json.Readable.FaultsJson));
        }
        else
        {
            foreach (var fault in result.Faults)
            {
                Console.Error.WriteLine(fault);
            }
        }

        return null;
    }

    /// <summary>Says which sites there are; the exit code.</summary>
    public static int NoSuchSite(TopologyFile topology, string name)
    {
        var sites = string.Join(", ", topology.Organization.Sites.Select(site => site.Name));
        Console.Error.WriteLine($"causeway: {topology.Path} has no site '{name}'; write one of {sites}.");
        return ExitCode.Usage;
    }
}
