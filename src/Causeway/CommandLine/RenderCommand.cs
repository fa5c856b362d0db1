using System.CommandLine;
using Causeway.Configuration;
using Causeway.Core.Topology;
using Causeway.Rendering;

namespace Causeway.CommandLine;

/// <summary><c>render FILE --site S</c>: what to configure at a site that runs another platform.</summary>
internal static class RenderCommand
{
    public static Command Create()
    {
        var file = TopologyInput.Argument();
        var site = new Option<string>("--site") { Description = "the site to configure", Required = true }
            .WithSites();
        var folder = new Option<string?>("--out")
        {
            Description = "write files into this folder; default: all to stdout", HelpName = "DIR",
        };
        var command = new Command("render", "Write what to configure at a site of another platform, with the reasons.")
        {
            file, site, folder,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(file)!, parsed.GetValue(site)!, parsed.GetValue(folder)));
        return command;
    }

    private static int Run(string path, string siteName, string? folder)
    {
        if (TopologyInput.Read(path, json: false) is not { } topology)
        {
            return ExitCode.Usage;
        }

        if (!SiteName.TryParse(siteName, out var site) || !topology.Organization.TryGetSite(site, out _))
        {
            return TopologyInput.NoSuchSite(topology, siteName);
        }

        var result = Renderer.Render(
            topology.Organization, topology.Recipients, topology.RecipientsAreAssumed, site);
        if (!result.IsComplete)
        {
            foreach (var obstacle in result.Obstacles)
            {
                Console.Error.WriteLine($"causeway: {topology.Path}: {obstacle}.");
            }

            return ExitCode.Usage;
        }

        Write(result, folder);
        return ExitCode.Good;
    }

    private static void Write(RenderResult result, string? folder)
    {
        if (folder is null)
        {
            foreach (var file in result.Files)
            {
                Console.WriteLine($"# file: {file.Name}");
                Console.WriteLine(file.Text);
            }

            return;
        }

        Directory.CreateDirectory(folder);
        foreach (var file in result.Files)
        {
            var path = System.IO.Path.Combine(folder, file.Name);
            File.WriteAllText(path, file.Text);
            Console.WriteLine($"wrote {path}");
        }
    }
}
