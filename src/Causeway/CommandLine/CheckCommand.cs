using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Causeway.Admin;
using Causeway.Configuration;
using Causeway.Core.Proof;
using Causeway.Core.Publishing;
using Causeway.Core.Topology;

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
        var live = new Option<bool>("--live")
        {
            Description = "look at DNS (P9) and at the running sites, as far as they are reached from here",
        };
        var (sources, keys) = (new DnsSourceInput(), new SiteKeysInput());
        var command = new Command("check", "Prove that mail flows as it should; exit 1 when a property fails.")
        {
            file, property, live, json,
        };
        sources.AddTo(command);
        keys.AddTo(command);
        command.SetAction(async (parsed, ct) =>
        {
            var only = parsed.GetValue(property)?.ToUpperInvariant();
            if (only is not null && Prover.Properties.All(one => one.Id != only))
            {
                await Console.Error.WriteLineAsync($"causeway: there is no property {only}; write one of P1 to P12.")
                    .ConfigureAwait(false);
                return ExitCode.Usage;
            }

            var (isLive, isJson) = (parsed.GetValue(live) || sources.HasResolver(parsed), parsed.GetValue(json));
            if (TopologyInput.Read(parsed.GetValue(file)!, isJson) is not { } topology
                || Asked(sources, parsed, isLive) is not { } asked)
            {
                return ExitCode.Usage;
            }

            var folders = keys.Folders(parsed);
            var seen = await LookAsync(topology, folders, asked, isLive, ct).ConfigureAwait(false);
            return Judge(topology, seen, only, isJson);
        });
        return command;
    }

    // Nobody is asked unless the command line says so.
    private static ImmutableArray<DnsSource>? Asked(DnsSourceInput sources, ParseResult parsed, bool isLive) =>
        isLive || sources.HasZone(parsed) ? sources.Sources(parsed) : ImmutableArray<DnsSource>.Empty;

    private static async Task<Outlook> LookAsync(
        TopologyFile topology, IReadOnlyList<SiteFolder> data, ImmutableArray<DnsSource> asked, bool isLive,
        CancellationToken ct)
    {
        var organization = topology.Organization;

        // Whoever only proves the file need not be able to read the secrets beside it.
        var dns = asked.IsEmpty
            ? null
            : await DnsSourceInput.CompareAsync(
                Planner.Plan(organization, DnsPlanFiles.Read(topology, data)), asked, ct).ConfigureAwait(false);
        return new Outlook(dns, isLive
            ? await new LiveSites(organization, asked[^1].Resolver).VisitAsync(ct).ConfigureAwait(false)
            : null);
    }

    private static int Judge(TopologyFile topology, Outlook seen, string? only, bool json)
    {
        var results = Prover.Prove(topology.Organization, topology.Recipients, seen.Dns,
            [.. (seen.Sites ?? []).Select(site => site.Door).OfType<DoorTry>()]);
        var judged = results.Where(result => only is null || result.Id == only).ToList();
        var isGood = judged.All(result => result.Verdict != Verdict.Fail);
        var now = TimeProvider.System.GetUtcNow();
        if (json)
        {
            // All twelve are always present; `--property` narrows the verdict and the table.
            var value = new CheckJson(topology.Path, isGood, results.Select(PropertyJson.Of))
            {
                Live = seen.Sites?.Select(site => LiveSiteJson.Of(site, now)),
            };
            Console.WriteLine(JsonSerializer.Serialize(value, Json.Readable.CheckJson));
        }
        else
        {
            Print(topology, judged);
            foreach (var site in seen.Sites ?? [])
            {
                Print(site, now);
            }

            PrintVerdict(topology.Organization, seen.Sites ?? [], judged);
        }

        return isGood ? ExitCode.Good : ExitCode.No;
    }

    private static void Print(LiveSite site, DateTimeOffset now)
    {
        Console.WriteLine($"  live {site.Site,-14} {site.Host}{(site.Address is { } at ? $" at {at}" : "")}");
        var lines = new[]
        {
            site.Unreachable is { } fault ? $"not reached from here: {fault}" : null,
            site.Banner,
            site.Tls is { } tls ? $"{tls}, certificate for {string.Join(", ", site.Certificate!.Names
                .DefaultIfEmpty("no name"))} until {site.Certificate.NotAfter:yyyy-MM-dd}" : null,
            site.Door is { } door ? $"a stranger asks for {door.Recipient}: {door.Reply}" : null,
        };
        foreach (var line in lines.OfType<string>().Concat(site.Findings(now).Select(finding => $"look: {finding}")))
        {
            Console.WriteLine($"{"",21}{line}");
        }
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

            // What is assumed of several sites, and what differs in DNS, is a list, and long.
            var isList = result.Verdict == Verdict.Assumed || result.Id == "P9";
            foreach (var part in isList ? result.Summary.Split("; ") : [result.Summary])
            {
                Console.WriteLine($"{"",21}{part}");
            }

            foreach (var path in result.Counterexamples)
            {
                Print(path);
            }
        }
    }

    private static void PrintVerdict(
        Organization organization, ImmutableArray<LiveSite> sites, List<PropertyResult> results)
    {
        var silent = sites.Where(site => site.Unreachable is not null).Select(site => site.Site).ToList();
        if (silent.Count > 0)
        {
            Console.WriteLine(
                $"live: {string.Join(", ", silent)} not reached from here: of them the file alone speaks");
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

    /// <summary>What was seen outside of the file; null where nobody looked.</summary>
    private sealed record Outlook(DnsComparison? Dns, ImmutableArray<LiveSite>? Sites);
}
