using System.CommandLine;
using System.Text.Json;
using Causeway.Core.Addresses;
using Causeway.Core.Proof;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.CommandLine;

/// <summary>
/// <c>explain FILE --from A --to B</c>: what would happen to this mail, by the function that the servers run.
/// </summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var file = TopologyInput.Argument();
        var json = TopologyInput.JsonOption();
        var from = new Option<string>("--from")
        {
            Description = "the reverse-path; \"\" for a bounce",
            Required = true,
        };
        var to = new Option<string>("--to") { Description = "the recipient", Required = true };
        var at = new Option<string?>("--at")
        {
            Description =
                "where it is handed in: a site or `internet`; default: at the sender's site, else the Internet",
            HelpName = "SITE|internet",
        };
        var command = new Command("explain", "Say what happens to mail from A to B, hop by hop.")
        {
            file, from, to, at, json,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(file)!, parsed.GetValue(from)!, parsed.GetValue(to)!, parsed.GetValue(at),
            parsed.GetValue(json)));
        return command;
    }

    private static int Run(string file, string from, string to, string? at, bool json)
    {
        if (!ReversePath.TryParse(from == "<>" ? "" : from, out var sender))
        {
            return Usage($"--from '{from}' is no mail address; write local@domain.");
        }

        if (!EmailAddress.TryParse(to, out var recipient))
        {
            return Usage($"--to '{to}' is no mail address; write local@domain.");
        }

        if (TopologyInput.Read(file, json) is not { } topology)
        {
            return ExitCode.Usage;
        }

        if (!TryPlace(topology.Organization, at, out var place))
        {
            return TopologyInput.NoSuchSite(topology, at!);
        }

        var snapshot = new Snapshot(topology.Organization, topology.Recipients);
        if (Explanation.Explain(snapshot, sender, recipient, place) is not { } path)
        {
            Console.Error.WriteLine($"causeway: no arrow of {file} leads in from the Internet.");
            return ExitCode.No;
        }

        Print(path, topology.Organization, json);
        return Words.Outcome(path) is "delivered" or "leaves" ? ExitCode.Good : ExitCode.No;
    }

    private static int Usage(string message)
    {
        Console.Error.WriteLine($"causeway: {message}");
        return ExitCode.Usage;
    }

    private static bool TryPlace(Organization organization, string? at, out Place? place)
    {
        place = at is null or Place.InternetName ? (at is null ? null : Place.Internet) : null;
        if (at is null or Place.InternetName)
        {
            return true;
        }

        var isSite = SiteName.TryParse(at, out var name) && organization.TryGetSite(name, out _);
        place = isSite ? new Place(name) : null;
        return isSite;
    }

    private static void Print(Core.Proof.Path path, Organization organization, bool json)
    {
        var hops = path.Steps.Select(step => HopJson.Of(step, organization, path.Start)).ToList();
        var deliveries = path.Deliveries
            .Select(step => new DeliveryJson(step.Hop.Recipient.ToString(), step.Site.Name.Value)).ToList();
        var value = new ExplainJson(
            path.Start.From.ToString(), path.Start.To.ToString(), path.Start.Origin, Words.Outcome(path), hops,
            deliveries);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(value, Json.Readable.ExplainJson));
            return;
        }

        Console.WriteLine($"{(path.Start.From.IsNull ? "<>" : value.From)} -> {value.To}, {value.Origin}");
        foreach (var hop in hops)
        {
            Console.WriteLine($"  {Words.Sentence(hop)}");
            Console.WriteLine($"      rule {hop.Rule}: {hop.Reason}");
            if (hop.Pool is { } pool)
            {
                Console.WriteLine($"      pool {pool}");
            }

            if (hop.Authentication is { } leaving)
            {
                Console.WriteLine(
                    $"      at the receiver SPF {leaving.Spf}, DKIM {leaving.Dkim}, DMARC {leaving.Dmarc}");
                foreach (var part in leaving.Why.Split("; "))
                {
                    Console.WriteLine($"        {part}");
                }
            }
        }

        Console.WriteLine(deliveries.Count == 0
            ? value.Outcome
            : $"{value.Outcome}: {string.Join(", ", deliveries.Select(end => $"{end.Recipient} at {end.Site}"))}");
    }
}
