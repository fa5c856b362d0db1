using System.CommandLine;
using System.Text.Json;
using Causeway.Configuration;
using Causeway.Core.Topology;
using Causeway.Rendering.Import;

namespace Causeway.CommandLine;

/// <summary><c>import FILE --site S</c>: where a site of another platform differs from the file.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var file = TopologyInput.Argument();
        var site = new Option<string>("--site") { Description = "the site", Required = true }.WithSites();
        var postfix = new Option<string?>("--postfix")
        {
            Description = "what `postconf -n` printed there", HelpName = "FILE",
        };
        var maps = new Option<string?>("--maps")
        {
            Description = "the folder with copies of its maps; default: that of the file above", HelpName = "DIR",
        };
        var exchange = new Option<string?>("--exchange-online")
        {
            Description = "the JSON export; the head of the rendered script tells how to make it", HelpName = "FILE",
        };
        var json = TopologyInput.JsonOption();
        var command = new Command("import", "Tell where a site of another platform differs from the file; then exit 1.")
        {
            file, site, postfix, maps, exchange, json,
        };
        command.Validators.Add(parsed =>
        {
            var sources = (parsed.GetValue(postfix) is null ? 0 : 1) + (parsed.GetValue(exchange) is null ? 0 : 1);
            if (sources != 1)
            {
                parsed.AddError("Write either --postfix or --exchange-online.");
            }
            else if (parsed.GetValue(maps) is not null && parsed.GetValue(postfix) is null)
            {
                parsed.AddError("--maps goes with --postfix.");
            }
        });
        command.SetAction(parsed => Run(
            parsed.GetValue(file)!, parsed.GetValue(site)!, parsed.GetValue(postfix), parsed.GetValue(maps),
            parsed.GetValue(exchange), parsed.GetValue(json)));
        return command;
    }

    private static int Run(
        string path, string siteName, string? postfix, string? maps, string? exchange, bool json)
    {
        if (TopologyInput.Read(path, json) is not { } topology)
        {
            return ExitCode.Usage;
        }

        if (!SiteName.TryParse(siteName, out var site) || !topology.Organization.TryGetSite(site, out _))
        {
            return TopologyInput.NoSuchSite(topology, siteName);
        }

        var source = postfix ?? exchange!;
        if (TryRead(source) is not { } text)
        {
            return Unreadable(source, ["the file cannot be read; name one that exists"], json);
        }

        var folder = maps ?? System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(source))!;
        var result = postfix is null
            ? Importer.ExchangeOnline(topology.Organization, topology.Recipients, site, text)
            : Importer.Postfix(topology.Organization, topology.Recipients, topology.RecipientsAreAssumed, site, text,
                name => TryRead(System.IO.Path.Combine(folder, name)));
        return result.Obstacles.IsEmpty
            ? Print(topology, site, result, json)
            : Unreadable(source, result.Obstacles, json);
    }

    private static int Unreadable(string source, IReadOnlyCollection<string> obstacles, bool json)
    {
        if (json)
        {
            var faults = new FaultsJson(obstacles.Select(obstacle => Fault(source, obstacle)));
            Console.Error.WriteLine(JsonSerializer.Serialize(faults, Json.Readable.FaultsJson));
            return ExitCode.Usage;
        }

        foreach (var obstacle in obstacles)
        {
            Console.Error.WriteLine($"causeway: {source}: {obstacle}.");
        }

        return ExitCode.Usage;
    }

    // What was found and what to write stand on the two sides of the last semicolon.
    private static FaultJson Fault(string source, string obstacle)
    {
        var cut = obstacle.LastIndexOf("; ", StringComparison.Ordinal);
        return cut < 0
            ? new FaultJson(source, 1, 1, obstacle, "")
            : new FaultJson(source, 1, 1, obstacle[..cut], obstacle[(cut + 2)..]);
    }

    private static int Print(TopologyFile topology, SiteName site, ImportResult result, bool json)
    {
        var isSame = result.Differences.IsEmpty;
        if (json)
        {
            var value = new ImportJson(topology.Path, site.Value, isSame,
                result.Differences.Select(difference => new DifferenceJson(
                    difference.Setting, difference.Found, difference.Wanted, difference.Why)),
                result.Notes);
            Console.WriteLine(JsonSerializer.Serialize(value, Json.Readable.ImportJson));
            return isSame ? ExitCode.Good : ExitCode.No;
        }

        foreach (var difference in result.Differences)
        {
            Console.WriteLine(difference.Setting);
            Console.WriteLine($"    found   {difference.Found}");
            Console.WriteLine($"    wanted  {difference.Wanted}");
            Console.WriteLine($"    why     {difference.Why}");
        }

        foreach (var note in result.Notes)
        {
            Console.Error.WriteLine($"causeway: {note}");
        }

        Console.WriteLine(isSame
            ? $"{site} is as {topology.Path} asks"
            : $"{site}: {Words.Count(result.Differences.Length, "difference")} from {topology.Path}");
        return isSame ? ExitCode.Good : ExitCode.No;
    }

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
