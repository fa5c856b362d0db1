using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Causeway.Core.Publishing;

namespace Causeway.CommandLine;

/// <summary><c>dns records FILE</c>: every record that DNS must have, with its reason.</summary>
internal static class DnsRecordsCommand
{
    public static Command Create()
    {
        var (file, json) = (TopologyInput.Argument(), TopologyInput.JsonOption());
        var input = new DnsPlanInput();
        var format = new Option<string?>("--format")
        {
            Description = "table (default), zone or json", HelpName = "FORMAT",
        };
        format.CompletionSources.Add("table", "zone", "json");
        var domain = new Option<string?>("--domain")
        {
            Description = "only what stands at or below this domain", HelpName = "DOMAIN",
        };
        var command = new Command("records", "List the records that DNS must have, each with its reason.")
        {
            file, format, domain, json,
        };
        input.AddTo(command);
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetValue(json) ? "json" : parsed.GetValue(format) ?? "table";
            if (wanted is not ("table" or "zone" or "json"))
            {
                Console.Error.WriteLine($"causeway: there is no format '{wanted}'; write table, zone or json.");
                return ExitCode.Usage;
            }

            if (TopologyInput.Read(parsed.GetValue(file)!, wanted == "json") is not { } topology
                || input.Plan(parsed, topology) is not { } plan
                || Narrow(plan, parsed.GetValue(domain)) is not { } narrowed)
            {
                return ExitCode.Usage;
            }

            var form = input.IsMinimal(parsed) ? "minimal" : "documented";
            Write(wanted, new DnsPlanPage(topology.Path, topology.Organization.Name, form, narrowed));
            return ExitCode.Good;
        });
        return command;
    }

    private static void Write(string format, DnsPlanPage page)
    {
        switch (format)
        {
            case "json":
                Console.WriteLine(JsonSerializer.Serialize(DnsPlanJson.Of(page), Json.Readable.DnsPlanJson));
                break;
            case "zone":
                page.WriteZone(Console.Out);
                break;
            default:
                page.WriteTable(Console.Out);
                break;
        }
    }

    private static DnsPlan? Narrow(DnsPlan plan, string? domain)
    {
        if (domain is null)
        {
            return plan;
        }

        if (!DomainInput.TryRead(domain, out var name))
        {
            Console.Error.WriteLine(DomainInput.NoDomain(domain));
            return null;
        }

        ImmutableArray<WantedRecord> below =
        [
            .. plan.Records.Where(record => record.Name == name.Value
                || record.Name.EndsWith($".{name}", StringComparison.Ordinal)),
        ];
        if (below.IsEmpty)
        {
            Console.Error.WriteLine($"causeway: nothing is planned at or below {name}.");
            return null;
        }

        return plan with
        {
            Records = below, Spf = [.. plan.Spf.Where(spf => spf.Domain == name || spf.Domain.IsBelow(name))],
        };
    }
}
