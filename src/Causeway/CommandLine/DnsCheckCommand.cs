using System.CommandLine;
using System.Text.Json;
using Causeway.Core.Publishing;

namespace Causeway.CommandLine;

/// <summary><c>dns check FILE</c>: what is live against what DNS must say, record by record.</summary>
internal static class DnsCheckCommand
{
    public static Command Create()
    {
        var (file, json) = (TopologyInput.Argument(), TopologyInput.JsonOption());
        var (plans, sources) = (new DnsPlanInput(), new DnsSourceInput());
        var state = new Option<string?>("--state")
        {
            Description = "remember what DNS says in this file, and tell what has changed since",
            HelpName = "STATEFILE",
        };
        var command = new Command(
            "check", "Hold what DNS says against what it must say; exit 1 where a difference matters.")
        {
            file, state, json,
        };
        sources.AddTo(command);
        plans.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            if (TopologyInput.Read(parsed.GetValue(file)!, parsed.GetValue(json)) is not { } topology
                || plans.Plan(parsed, topology) is not { } plan || sources.Sources(parsed) is not { } asked)
            {
                return ExitCode.Usage;
            }

            var compared = await DnsSourceInput.CompareAsync(plan, asked, ct).ConfigureAwait(false);
            var drift = Remember(parsed.GetValue(state), compared);
            var page = new DnsCheckPage(topology.Path, [.. asked.Select(source => source.Name)], compared, drift);
            if (parsed.GetValue(json))
            {
                var value = DnsCheckJson.Of(page.File, page.IsGood, page.Sources, compared, drift);
                Console.WriteLine(JsonSerializer.Serialize(value, Json.Readable.DnsCheckJson));
            }
            else
            {
                page.WriteTo(Console.Out);
            }

            return compared.Matters ? ExitCode.No : page.IsGood ? ExitCode.Good : ExitCode.CouldNotRun;
        });
        return command;
    }

    private static List<DriftJson> Remember(string? path, DnsComparison compared)
    {
        if (path is null)
        {
            return [];
        }

        var before = DnsState.Read(path);
        DnsState.Of(compared, before, TimeProvider.System.GetUtcNow()).Write(path);
        return before?.Drift(compared).ToList() ?? [];
    }
}
