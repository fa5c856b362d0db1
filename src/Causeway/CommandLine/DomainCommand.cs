using System.CommandLine;
using System.Text.Json;
using Causeway.Configuration;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.CommandLine;

/// <summary>
/// <c>domain add|verify|list</c>: which domains are proved; <c>domain type</c>: what becomes of unknown recipients.
/// </summary>
internal static class DomainCommand
{
    public static Command Create() => new(
        "domain", "Prove that domains are yours, see them, and change what they do with unknown recipients.")
    {
        DomainOrders.Add(), DomainOrders.Verify(), List(), Type(),
    };

    private static Command List()
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "a topology file; default: the domains of running sites, and whether they are verified",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var (data, json) = (DataFolder.OptionIfThere(), TopologyInput.JsonOption());
        var command = new Command("list", "List the domains of running sites, or of a file.") { file, data, json };
        command.SetAction(async (parsed, ct) =>
        {
            if (parsed.GetValue(file) is not { } path)
            {
                return await DomainOrders.ListAsync(
                    parsed.GetValue(data), parsed.GetValue(json), ct).ConfigureAwait(false);
            }

            if (TopologyInput.Read(path, parsed.GetValue(json)) is not { } topology)
            {
                return ExitCode.Usage;
            }

            var rows = topology.Organization.Domains.Select(Row).ToArray();
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(rows, Json.Readable.DomainJsonArray));
                return ExitCode.Good;
            }

            foreach (var row in rows)
            {
                Console.WriteLine(Line(row));
            }

            return ExitCode.Good;
        });
        return command;
    }

    private static Command Type()
    {
        var domain = new Argument<string>("DOMAIN") { Description = "an accepted domain" };
        var type = new Argument<string>("TYPE") { Description = string.Join(" or ", DomainTypeEdit.Words) };
        type.CompletionSources.Add([.. DomainTypeEdit.Words]);
        var file = new Option<string>("--file")
        {
            Description = "the topology file, such as causeway.yaml", HelpName = "FILE", Required = true,
        };
        var data = DataFolder.OptionIfThere();
        var yes = new Option<bool>("--yes") { Description = "ask nothing: the list was seen" };
        var command = new Command(
            "type", "Change the type of a domain in the file; who would start to bounce is listed first.")
        {
            domain, type, file, data, yes,
        };
        command.SetAction(async (parsed, ct) =>
        {
            if (!DomainTypeEdit.TryParse(parsed.GetValue(type)!, out var wanted))
            {
                await Console.Error.WriteLineAsync($"causeway: '{parsed.GetValue(type)}' is no type of a domain; "
                    + $"write {string.Join(" or ", DomainTypeEdit.Words)}.").ConfigureAwait(false);
                return ExitCode.Usage;
            }

            if (TopologyInput.Read(parsed.GetValue(file)!, json: false) is not { } topology)
            {
                return ExitCode.Usage;
            }

            var accepted = topology.Organization.Domains;
            if (!DomainName.TryParse(parsed.GetValue(domain)!, out var name)
                || accepted.FirstOrDefault(one => one.Name == name) is not { } found)
            {
                await Console.Error.WriteLineAsync(
                    $"causeway: {topology.Path} has no domain '{parsed.GetValue(domain)}'; "
                    + $"write one of {string.Join(", ", accepted.Select(one => one.Name))}.").ConfigureAwait(false);
                return ExitCode.Usage;
            }

            return await DomainSwitch.RunAsync(
                topology, found, wanted, parsed.GetValue(data), parsed.GetValue(yes), ct).ConfigureAwait(false);
        });
        return command;
    }

    private static DomainJson Row(AcceptedDomain domain) => new(
        domain.Name.Value, DomainTypeEdit.WordOf(domain.Type), domain.UnknownTo?.Value, domain.SubDomains,
        domain.At.OrderBy(one => one.Key.Value, StringComparer.Ordinal)
            .ToDictionary(one => one.Key.Value, one => DomainTypeEdit.WordOf(one.Value)),
        domain.Verify);

    private static string Line(DomainJson row) => string.Join("  ", new[]
    {
        row.Domain, row.Type,
        row.UnknownTo is null ? "" : $"unknown to {row.UnknownTo}",
        row.SubDomains ? "with sub-domains" : "",
        row.Verify ? "" : "vouched for (verify: no)",
        string.Join(", ", row.At.Select(one => $"{one.Value} at {one.Key}")),
    }.Where(part => part.Length > 0));
}
