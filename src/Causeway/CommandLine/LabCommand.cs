using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Causeway.Lab;
using Causeway.Queue.Facts;
using Causeway.Running;
using Microsoft.Extensions.Logging;

namespace Causeway.CommandLine;

/// <summary><c>lab</c>: the complete architecture on loopback, with every scenario tried on it.</summary>
internal static class LabCommand
{
    public static Command Create()
    {
        var serve = new Option<bool>("--serve") { Description = "start it and leave it running, with no scenario" };
        var data = new Option<string?>("--data")
        {
            Description = "keep its data here; default: a temporary folder", HelpName = "DIR",
        };
        var scenario = new Option<string?>("--scenario") { Description = "run this one only", HelpName = "ID" };
        scenario.CompletionSources.Add([.. Scenarios.All.Select(one => one.Id)]);
        var topology = new Option<string?>("--topology")
        {
            Description = "rehearse this topology file on loopback, and compare all it does with `explain`",
            HelpName = "FILE",
        };
        var show = new Option<bool>("--show") { Description = "show hosts, mailboxes and the options that differ" };
        var json = TopologyInput.JsonOption();
        var command = new Command("lab", "Run the complete system on this machine and try everything on it.")
        {
            serve, data, scenario, topology, show, json,
        };
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetValue(serve), parsed.GetValue(data), parsed.GetValue(scenario), parsed.GetValue(topology),
            parsed.GetValue(show), parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(
        bool serve, string? data, string? only, string? rehearsed, bool show, bool json, CancellationToken ct)
    {
        if (show)
        {
            LabDescription.Write(Console.Out);
            return ExitCode.Good;
        }

        if (rehearsed is not null && TopologyInput.Read(rehearsed, json) is null)
        {
            return ExitCode.Usage;
        }

        var all = rehearsed is null ? Scenarios.All : Rehearsal.Of(LabFolder.Read(rehearsed));
        var chosen = all.Where(scenario => only is null || scenario.Id == only).ToList();
        if (chosen.Count == 0)
        {
            var ids = string.Join(", ", all.Select(scenario => scenario.Id));
            await Console.Error.WriteLineAsync($"causeway: there is no scenario '{only}'; write one of {ids}.")
                .ConfigureAwait(false);
            return ExitCode.Usage;
        }

        var path = data ?? Directory.CreateTempSubdirectory("causeway-lab-").FullName;
        try
        {
            var folder = new LabFolder(path);
            var world = rehearsed is null ? LabWorld.Own(folder) : LabWorld.Rehearsing(folder, rehearsed);
            return serve
                ? await ServeAsync(folder, world, ct).ConfigureAwait(false)
                : await TryAllAsync(folder, world, chosen, only, json, ct).ConfigureAwait(false);
        }
        finally
        {
            if (data is null)
            {
                Directory.Delete(path, recursive: true);
            }
        }
    }

    private static async Task<int> ServeAsync(LabFolder folder, LabWorld world, CancellationToken ct)
    {
        using var loggers = Logging.Create(LogLevel.Information);
        var lab = await LabSystem.StartAsync(folder, world, loggers, ct).ConfigureAwait(false);
        await using (lab.ConfigureAwait(false))
        {
            await Console.Error.WriteLineAsync(
                $"causeway: the lab runs; data in {folder.Path}; hosts and password: {folder.Description}, "
                + "or `causeway lab --show`; end with Ctrl-C")
                .ConfigureAwait(false);
            Console.WriteLine("ready");
            await StopSignal.WhenAsync(ct).ConfigureAwait(false);
        }

        return ExitCode.Good;
    }

    private static async Task<int> TryAllAsync(
        LabFolder folder, LabWorld world, List<Scenario> scenarios, string? only, bool json, CancellationToken ct)
    {
        var clock = TimeProvider.System;
        var started = clock.GetTimestamp();
        using var loggers = Logging.Create(LogLevel.Warning);
        var lab = await LabSystem.StartAsync(folder, world, loggers, ct).ConfigureAwait(false);
        await using (lab.ConfigureAwait(false))
        {
            var table = new LabTable(json ? Console.Error : Console.Out);
            table.Begin(lab);
            var results = new List<ScenarioJson>();
            foreach (var scenario in scenarios)
            {
                var result = await TryAsync(scenario, lab, ct).ConfigureAwait(false);
                results.Add(result);
                table.Add(scenario, result);
            }

            var sources = Sources(lab);
            var isGood = results.TrueForAll(result => result.Ok)
                && sources.TrueForAll(source => source.Source == lab.WayOut?.ToString())
                && (sources.Count > 0 || only is not null);
            var seconds = Math.Round(clock.GetElapsedTime(started).TotalSeconds, 1);
            table.End(results, sources, seconds);
            if (json)
            {
                var value = new LabJson(isGood, seconds, results, new OutsideJson(sources));
                Console.WriteLine(JsonSerializer.Serialize(value, Json.Readable.LabJson));
            }

            return isGood ? ExitCode.Good : ExitCode.No;
        }
    }

    private static async Task<ScenarioJson> TryAsync(Scenario scenario, LabSystem lab, CancellationToken ct)
    {
        try
        {
            return await scenario.RunAsync(lab, ct).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return new ScenarioJson(
                scenario.Id, false, scenario.Title, $"{fault.GetType().Name}: {fault.Message}", null, []);
        }
    }

    // Who opened connections to the outside world: the last site of outbound, and no other.
    private static List<SourceJson> Sources(LabSystem lab) =>
        [.. lab.Facts.Since(0).Where(fact => fact.Site == lab.OutsideSite)
            .Select(fact => fact.Fact)
            .OfType<SessionOpened>()
            .Select(session => session.Address)
            .Select(address => address[..address.LastIndexOf(':')])
            .GroupBy(address => address)
            .Select(group => new SourceJson(group.Key, group.Count()))];
}
