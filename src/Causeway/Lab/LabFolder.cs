using System.Reflection;
using System.Text.Json;
using Causeway.Admin;
using Causeway.CommandLine;
using Causeway.Configuration;

namespace Causeway.Lab;

/// <summary>
/// The lab's data folder: the two organizations' files, their authorities, and a folder for each site.
/// </summary>
internal sealed class LabFolder(string path)
{
    private const string ResourcePrefix = "lab/";

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>The file of the organization under test.</summary>
    public string Topology => In("causeway.yaml");

    /// <summary>The file of the outside organization.</summary>
    public string OutsideTopology => In("fabrikam.yaml");

    /// <summary>The file of an organization whose domain is not proved yet.</summary>
    public string NewcomerTopology => In("tailspin.yaml");

    public string Authority => In("ca.pem");

    /// <summary>Where everything answers, for programs and people.</summary>
    public string Description => In("lab.json");

    public SiteFolder Site(string name) => new(In(name));

    /// <summary>Writes the lab's files; what is there from an earlier run stays as it is.</summary>
    public void Prepare()
    {
        Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var program = Assembly.GetExecutingAssembly();
        foreach (var name in program.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)))
        {
            var target = In(name[ResourcePrefix.Length..]);
            if (!File.Exists(target))
            {
                using var source = program.GetManifestResourceStream(name)!;
                using var file = File.Create(target);
                source.CopyTo(file);
            }
        }
    }

    public static TopologyFile Read(string file)
    {
        var result = TopologyReader.Read(file);
        return result.Topology ?? throw new InvalidDataException(string.Join('\n', result.Faults));
    }

    /// <summary>Writes <c>lab.json</c>: where everything answers.</summary>
    public void Describe(IEnumerable<TopologyFile> topologies)
    {
        var sites = topologies.SelectMany(topology => topology.Organization.Sites.Select(site =>
        {
            var ports = new Dictionary<string, int> { ["smtp"] = site.Port };
            if (!site.Submission.IsEmpty)
            {
                ports["submission"] = site.Submission[0].Port;
                ports["submissions"] = site.Submissions[0].Port;
            }

            if (topology.Organization.Directory == site.Name && topology.Organization.Sites.Length > 1)
            {
                ports["replication"] = site.ReplicationPort;
            }

            return new LabSiteJson(
                site.Name.Value, topology.Organization.Name, site.Host, site.Listen[0].Address.ToString(), ports,
                Site(site.Name.Value).ApiSocket);
        }));
        var value = new LabFileJson(LabHosts.Dns.ToString(), sites, Authority, Topology, LabHosts.Password);
        File.WriteAllText(Description, JsonSerializer.Serialize(value, Json.Readable.LabFileJson) + "\n");
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
