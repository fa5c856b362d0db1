using System.CommandLine;
using Causeway.Core.Topology;
using Causeway.Running;

namespace Causeway.CommandLine;

/// <summary><c>identity FILE --site S</c>: issues a site's leaf anew, beside the file.</summary>
internal static class IdentityCommand
{
    public static Command Create()
    {
        var file = TopologyInput.Argument();
        var site = new Option<string?>("--site") { Description = "the site; default: all of them" }.WithSites();
        var command = new Command("identity", "Issue the keys by which sites prove themselves; valid for 90 days.")
        {
            file, site,
        };
        command.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(site)));
        return command;
    }

    private static int Run(string file, string? only)
    {
        if (TopologyInput.Read(file, json: false) is not { } topology)
        {
            return ExitCode.Usage;
        }

        var sites = topology.Organization.Sites.Where(site => only is null || site.Name.Value == only).ToList();
        if (sites.Count == 0)
        {
            return TopologyInput.NoSuchSite(topology, only!);
        }

        foreach (var path in Identities.Issue(topology, sites, TimeProvider.System))
        {
            Console.WriteLine($"wrote {path}");
        }

        return ExitCode.Good;
    }
}
