using System.CommandLine;
using Causeway.Admin;
using Causeway.Core.Proof;
using Causeway.Core.Topology;
using Causeway.Running;
using Causeway.Transport;
using Microsoft.Extensions.Logging;

namespace Causeway.CommandLine;

/// <summary><c>up FILE --site S --data DIR</c>: runs one site until it is told to stop.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var file = TopologyInput.Argument();
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

    private static async Task<int> RunAsync(string file, string siteName, string data, bool isLab, CancellationToken ct)
    {
        if (TopologyInput.Read(file, json: false) is not { } topology)
        {
            return ExitCode.Usage;
        }

        if (!SiteName.TryParse(siteName, out var name) || !topology.Organization.TryGetSite(name, out var site))
        {
            return TopologyInput.NoSuchSite(topology, siteName);
        }

        if (site.Platform != Platform.Causeway)
        {
            await Console.Error.WriteLineAsync(
                $"causeway: {name} is of another platform ({site.Platform}); it is proved with, not run.")
                .ConfigureAwait(false);
            return ExitCode.Usage;
        }

        foreach (var fault in Prover.Prove(topology.Organization, topology.Recipients)
            .Where(result => result.Verdict == Verdict.Fail))
        {
            await Console.Error.WriteLineAsync(
                $"causeway: warning: {fault.Id} fails: {fault.Summary} (see `causeway check {file}`)")
                .ConfigureAwait(false);
        }

        var folder = new SiteFolder(System.IO.Path.Combine(data, name.Value));
        Directory.CreateDirectory(
            folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var clock = TimeProvider.System;
        using var identity = isLab
            ? Identities.LoadOfLab(topology, name, folder, clock)
            : Identities.Load(topology, name, folder);
        using var loggers = Logging.Create(LogLevel.Information);
        using var stop = StopSignal.Listen(ct);
        var host = await SiteHost.StartAsync(
            topology, name, folder, identity, isLab ? SiteSettings.Lab : SiteSettings.Production, loggers, clock, ct)
            .ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            Console.WriteLine("ready");
            await stop.WaitAsync().ConfigureAwait(false);
        }

        return ExitCode.Good;
    }
}
