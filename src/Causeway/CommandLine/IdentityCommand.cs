using System.CommandLine;
using Causeway.Core.Topology;
using Causeway.Running;

namespace Causeway.CommandLine;

/// <summary><c>identity FILE [--site S] [--due]</c>: issues a site's leaf anew, beside the file.</summary>
internal static class IdentityCommand
{
    public static Command Create()
    {
        var file = TopologyInput.Argument();
        var site = new Option<string?>("--site") { Description = "the site; default: all of them" }.WithSites();
        var due = new Option<bool>("--due")
        {
            Description = "only those that are 60 days old, or not there: for a job that runs every day",
        };
        var command = new Command(
            "identity",
            "Issue the keys by which sites prove themselves; valid for 90 days. A running site takes a newer one "
            + "beside its file, or in its data folder, by itself; both are good until the older one ends.")
        {
            file, site, due,
        };
        command.SetAction(parsed => Run(parsed.GetValue(file)!, parsed.GetValue(site), parsed.GetValue(due)));
        return command;
    }

    private static int Run(string file, string? only, bool onlyDue)
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

        foreach (var path in Identities.Issue(topology, sites, onlyDue, TimeProvider.System))
        {
            Console.WriteLine($"wrote {path}");
        }

        return ExitCode.Good;
    }
}
