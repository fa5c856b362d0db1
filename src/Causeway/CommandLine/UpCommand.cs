using System.CommandLine;
using Causeway.Admin;
using Causeway.Configuration;
using Causeway.Core.Proof;
using Causeway.Core.Topology;
using Causeway.Running;
using Causeway.Transport;
using Causeway.Transport.Identity;
using Microsoft.Extensions.Logging;

namespace Causeway.CommandLine;

/// <summary>
/// <c>up FILE... --site S --data DIR</c>: runs one site, for each organization that a file describes, until it is told
/// to stop.
/// </summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var file = new Argument<string[]>("FILE")
        {
            Description = "the topology files; one for each organization that the site serves",
            Arity = ArgumentArity.OneOrMore,
        };
        var site = new Option<string>("--site") { Description = "the site to run", Required = true };
        var data = new Option<string>("--data")
        {
            Description = "the folder under which the site keeps its data, in DIR/SITE",
            Required = true,
            HelpName = "DIR",
        };
        var lab = new Option<bool>("--lab")
        {
            Description = "the lab's options: see `causeway lab --show`; on 127.0.0.0/8 only",
        };
        var command = new Command("up", "Run one site; prints `ready` when every port answers.")
        {
            file, site, data, lab,
        };
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetValue(file)!, parsed.GetValue(site)!, parsed.GetValue(data)!, parsed.GetValue(lab), ct));
        return command;
    }

    private static async Task<int> RunAsync(
        string[] files, string siteName, string data, bool isLab, CancellationToken ct)
    {
        var topologies = new List<TopologyFile>();
        foreach (var file in files)
        {
            if (TopologyInput.Read(file, json: false) is not { } topology)
            {
                return ExitCode.Usage;
            }

            topologies.Add(topology);
        }

        if (!SiteName.TryParse(siteName, out var name))
        {
            return TopologyInput.NoSuchSite(topologies[0], siteName);
        }

        if (topologies.Find(topology => !topology.Organization.TryGetSite(name, out _)) is { } without)
        {
            return TopologyInput.NoSuchSite(without, siteName);
        }

        var organizations = topologies.ConvertAll(topology => topology.Organization);
        var why = organizations.Select(organization => WhyNot(organization[name])).OfType<string>().FirstOrDefault()
            ?? Tenants.Conflict(organizations, name);
        if (why is not null)
        {
            await Console.Error.WriteLineAsync($"causeway: {why}.").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        topologies.ForEach(Warn);
        await ServeAsync(topologies, name, new SiteFolder(System.IO.Path.Combine(data, name.Value)), isLab, ct)
            .ConfigureAwait(false);
        return ExitCode.Good;
    }

    private static string? WhyNot(Site site) => site.Platform == Platform.Causeway
        ? null
        : $"{site.Name} is of another platform ({site.Platform}); it is proved with, not run";

    private static void Warn(TopologyFile topology)
    {
        foreach (var fault in Prover.Prove(topology.Organization, topology.Recipients)
            .Where(result => result.Verdict == Verdict.Fail))
        {
            Console.Error.WriteLine(
                $"causeway: warning: {fault.Id} fails: {fault.Summary} (see `causeway check {topology.Path}`)");
        }
    }

    private static async Task ServeAsync(
        List<TopologyFile> topologies, SiteName name, SiteFolder folder, bool isLab, CancellationToken ct)
    {
        folder.Checked();
        Directory.CreateDirectory(
            folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var clock = TimeProvider.System;
        var served = new List<(TopologyFile Topology, SiteIdentity Identity)>();
        try
        {
            foreach (var topology in topologies)
            {
                var path = served.Count == 0 ? folder.Identity : folder.IdentityIn(topology.Organization.Name);
                served.Add((topology, isLab
                    ? Identities.LoadOfLab(topology, name, path, clock)
                    : Identities.Load(topology, name, path)));
            }

            using var loggers = Logging.Create(LogLevel.Information);
            using var stop = StopSignal.Listen(ct);
            var settings = isLab ? SiteSettings.Lab : SiteSettings.Production;
            var host = await SiteHost.StartAsync(name, served, folder, settings, loggers, clock, ct)
                .ConfigureAwait(false);
            await using (host.ConfigureAwait(false))
            {
                Console.WriteLine("ready");
                await stop.WaitAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            served.ForEach(one => one.Identity.Dispose());
        }
    }
}
