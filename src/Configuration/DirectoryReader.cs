using Causeway.Configuration.Yaml;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>Reads <c>directory</c>: the name of the primary, or a section that says more.</summary>
internal sealed class DirectoryReader(Reading reading)
{
    /// <summary>The primary speaks every 5 s; a copy is not to be old between two of its words.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);

    /// <summary>The primary, null where the file leaves it to us, and how old a copy may be.</summary>
    public (SiteName? Primary, TimeSpan StaleAfter) Read(Section file)
    {
        var otherwise = Organization.DefaultDirectoryStaleAfter;
        if (file.Find("directory") is not MapNode map)
        {
            return (reading.Site(file, "directory"), otherwise);
        }

        var section = Section.Open(map, "'directory'", Keys.Directory, reading.Faults)!;
        var staleAfter = section.Duration("stale-after");
        if (staleAfter < Shortest)
        {
            section.Wrong(section.Scalar("stale-after")!, "stale-after", "write 10s or longer, as 1h");
        }

        return (reading.Site(section, "primary"), staleAfter ?? otherwise);
    }
}
