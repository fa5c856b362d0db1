using System.CommandLine;
using System.Text.Json;
using Causeway.Configuration;
using Causeway.Core.Proof;

namespace Causeway.CommandLine;

/// <summary><c>check FILE</c>: proves the mail flow, or shows the path that breaks it.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var file = TopologyInput.Argument();
        var json = TopologyInput.JsonOption();
        var property = new Option<string?>("--property") { Description = "print one property only, such as P3" };
        property.CompletionSources.Add([.. Prover.Properties.Select(one => one.Id)]);
        var command = new Command("check", "Prove that mail flows as it should; exit 1 when a property fails.")
        {
            file, property, json,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(file)!, parsed.GetValue(property)?.ToUpperInvariant(), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string path, string? only, bool json)
    {
        if (only is not null && Prover.Properties.All(property => property.Id != only))
        {
            Console.Error.WriteLine($"causeway: there is no property {only}; write one of P1 to P12.");
            return ExitCode.Usage;
        }

        if (TopologyInput.Read(path, json) is not { } topology)
        {
            return ExitCode.Usage;
        }

        var results = Prover.Prove(topology.Organization, topology.Recipients);
        var judged = results.Where(result => only is null || result.Id == only).ToList();
        var isGood = judged.All(result => result.Verdict != Verdict.Fail);
        if (json)
        {
            // All twelve are always present; `--property` narrows the verdict and the table.
            var value = new CheckJson(path, isGood, results.Select(PropertyJson.Of));
            Console.WriteLine(JsonSerializer.Serialize(value, Json.Readable.CheckJson));
        }
        else
        {
            Print(topology, judged);
        }

        return isGood ? ExitCode.Good : ExitCode.No;
    }

    private static void Print(TopologyFile topology, List<PropertyResult> results)
    {
        var organization = topology.Organization;
        Console.WriteLine($"{topology.Path}: {organization.Name}, {Words.Count(organization.Sites.Length, "site")}, "
            + $"{Words.Count(topology.Recipients.Rows.Count, "recipient")}"
            + $"{(topology.RecipientsAreAssumed ? " (assumed)" : "")}");
        foreach (var result in results)
        {
            Console.WriteLine($"  {result.Id,-4}{Words.Of(result.Verdict),-15}{result.Title}");

            // What is assumed of several sites is a list, and long.
            foreach (var part in result.Verdict == Verdict.Assumed ? result.Summary.Split("; ") : [result.Summary])
            {
                Console.WriteLine($"{"",21}{part}");
            }

            foreach (var path in result.Counterexamples)
            {
                Print(path);
            }
        }

        if (results.Any(result => result.Verdict == Verdict.Assumed))
        {
            Console.WriteLine("assumed: `causeway render` writes the settings of a site, `import` compares them");
        }

        var vouched = organization.Domains.Where(domain => !domain.Verify).Select(domain => domain.Name).ToList();
        if (vouched.Count > 0)
        {
            Console.WriteLine($"verify: no: the file vouches for {string.Join(", ", vouched)}, nobody proves it; for "
                + "domains that no public DNS knows");
        }

        var failed = results.Where(result => result.Verdict == Verdict.Fail).Select(result => result.Id).ToList();
        Console.WriteLine(failed.Count == 0 ? "proved" : $"not proved: {string.Join(", ", failed)}");
    }

    private static void Print(Core.Proof.Path path)
    {
        var from = path.Start.From.IsNull ? "<>" : path.Start.From.ToString();
        Console.WriteLine($"{"",23}{path.Start.Origin}: {from} -> {path.Start.To}");
        foreach (var hop in path.Steps.Take(12).Select(HopJson.Of))
        {
            Console.WriteLine($"{"",25}{Words.Sentence(hop)} [{hop.Rule}]");
        }
    }
}
