using System.CommandLine;
using Causeway.Admin;
using Causeway.Core.Topology;
using Causeway.Running;
using Causeway.Transport;
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
        var file = new Argument<string[]>(TopologyInput.FileName)
        {
            Description = "the topology files, one for each organization that the site serves; or folders of *.yaml",
            Arity = ArgumentArity.OneOrMore,
        };
        var site = new Option<string>("--site") { Description = "the site to run", Required = true }.WithSites();
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
        var logs = new Option<LogFormat?>("--log-format")
        {
            Description = "how lines of the log are written; default: journal under systemd, else text",
        };
        var command = new Command("up", "Run one site; prints `ready` when every port answers.")
        {
            file, site, data, lab, logs,
        };
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetValue(file)!, parsed.GetValue(site)!, parsed.GetValue(data)!, parsed.GetValue(lab),
            parsed.GetValue(logs) ?? Logging.Default, ct));
        return command;
    }

    private static async Task<int> RunAsync(
        string[] files, string siteName, string data, bool isLab, LogFormat logs, CancellationToken ct)
    {
        if (!SiteName.TryParse(siteName, out var name))
        {
            return await UsageAsync($"causeway: '{siteName}' is no name for a site").ConfigureAwait(false);
        }

        var folder = new SiteFolder(System.IO.Path.Combine(data, name.Value));
        folder.Checked();
        Directory.CreateDirectory(
            folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var settings = isLab ? SiteSettings.Lab : SiteSettings.Production;
        var sources = new SiteSources(
            name, folder, settings, TimeProvider.System, () => TopologyFiles.Read(files));
        using var loggers = Logging.Create(LogLevel.Information, logs);
        SiteHost host;
        try
        {
            host = await SiteHost.StartAsync(sources, loggers, ct).ConfigureAwait(false);
        }
        catch (ConfigurationException fault)
        {
            return await UsageAsync(fault.AreOfFiles ? fault.Message : $"causeway: {fault.Message}")
                .ConfigureAwait(false);
        }

        await using (host.ConfigureAwait(false))
        {
            var hangup = HangupSignal.Listen(() => host.ReloadAsync("SIGHUP", CancellationToken.None));
            await using (hangup.ConfigureAwait(false))
            {
                Console.WriteLine("ready");
                Supervisor.Ready();
                await WarnAsync(host.InForce, ct).ConfigureAwait(false);
                await StopSignal.WhenAsync(ct).ConfigureAwait(false);
                Supervisor.Stopping();
            }
        }

        return ExitCode.Good;
    }

    // A site that is told to stop meanwhile stops; that is no fault.
    private static Task WarnAsync(SiteConfiguration configuration, CancellationToken ct) => Task.Run(
        () =>
        {
            foreach (var (topology, failure) in SiteConfiguration.Failures(configuration.Served))
            {
                if (ct.IsCancellationRequested)
                {
                    return;
                }

                Console.Error.WriteLine($"causeway: warning: {failure.Id} fails: {failure.Summary} "
                    + $"(see `causeway check {topology.Path}`)");
            }
        },
        CancellationToken.None);

    private static async Task<int> UsageAsync(string fault)
    {
        await Console.Error.WriteLineAsync(fault).ConfigureAwait(false);
        return ExitCode.Usage;
    }
}
