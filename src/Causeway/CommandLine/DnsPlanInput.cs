using System.CommandLine;
using Causeway.Configuration;
using Causeway.Core.Addresses;
using Causeway.Core.Publishing;

namespace Causeway.CommandLine;

/// <summary>The options that say what to plan, which several commands share.</summary>
internal sealed class DnsPlanInput
{
    private readonly Option<bool> minimal = new("--minimal")
    {
        Description = "SPF of those who really send; default: filter, cloud and office, as documented",
    };

    private readonly Option<string?> dmarc = new("--dmarc")
    {
        Description = "the stage of DMARC: none (default), quarantine or reject", HelpName = "STAGE",
    };

    private readonly Option<string?> reports = new("--reports")
    {
        Description = "who reads the reports about DMARC and TLS", HelpName = "ADDRESS",
    };

    private readonly SiteKeysInput keys = new();

    public DnsPlanInput() => dmarc.CompletionSources.Add("none", "quarantine", "reject");

    public void AddTo(Command command)
    {
        command.Add(minimal);
        command.Add(dmarc);
        command.Add(reports);
        keys.AddTo(command);
    }

    public bool IsMinimal(ParseResult parsed) => parsed.GetValue(minimal);

    /// <summary>The plan; null, with the reason on stderr, where an option cannot be read.</summary>
    public DnsPlan? Plan(ParseResult parsed, TopologyFile topology)
    {
        if (!TryStage(parsed.GetValue(dmarc), out var stage))
        {
            Console.Error.WriteLine(
                $"causeway: --dmarc '{parsed.GetValue(dmarc)}' is no stage; write none, quarantine or reject.");
            return null;
        }

        EmailAddress? reader = null;
        if (parsed.GetValue(reports) is { } text)
        {
            if (!EmailAddress.TryParse(text, out var address))
            {
                Console.Error.WriteLine($"causeway: --reports '{text}' is no mail address; write local@domain.");
                return null;
            }

            reader = address;
        }

        return Planner.Plan(topology.Organization, DnsPlanFiles.Read(topology, keys.Folders(parsed)) with
        {
            Minimal = parsed.GetValue(minimal), Dmarc = stage, Reports = reader,
        });
    }

    private static bool TryStage(string? text, out DmarcStage stage)
    {
        stage = DmarcStage.None;
        return text is null || (text.All(char.IsAsciiLetterLower) && Enum.TryParse(text, ignoreCase: true, out stage));
    }
}
