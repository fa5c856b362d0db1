using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Causeway.Admin;
using Causeway.Auditing;
using Causeway.Storage;

namespace Causeway.CommandLine;

/// <summary><c>audit list|verify</c>: who changed what at a site, and whether the record is whole.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "See who changed what, and check that the record is whole.")
    {
        List(), Verify(),
    };

    private static Command List()
    {
        var data = DataFolder.Option();
        var site = DataFolder.SiteOption();
        var since = new Option<string?>("--since")
        {
            Description = "changes since a time, as 2h (ago) or 2026-01-31T09:00:00Z", HelpName = "TIME",
        };
        var json = TopologyInput.JsonOption();
        var command = new Command("list", "List the changes, oldest first.") { data, site, since, json };
        command.SetAction(async (parsed, ct) =>
        {
            DateTimeOffset? first = null;
            if (parsed.GetValue(since) is { } text
                && !TimeText.TryParse(since.Name, text, TimeProvider.System.GetUtcNow(), out first, out var fault))
            {
                await Console.Error.WriteLineAsync($"causeway: {fault}").ConfigureAwait(false);
                return ExitCode.Usage;
            }

            var folders = DataFolder.Choose(parsed.GetValue(data)!, parsed.GetValue(site));
            var entries = new List<AuditEntryJson>();
            foreach (var folder in folders)
            {
                await foreach (var entry in AuditLog.ReadAsync(new FolderDisk(folder.Path), ct).ConfigureAwait(false))
                {
                    if (!(entry.At < first))
                    {
                        entries.Add(AuditEntryJson.Of(folder.Site, entry));
                    }
                }
            }

            Print(entries, folders.Count, parsed.GetValue(json));
            return folders.Count == 0 ? ExitCode.CouldNotRun : ExitCode.Good;
        });
        return command;
    }

    private static Command Verify()
    {
        var data = DataFolder.Option();
        var site = DataFolder.SiteOption();
        var known = new Option<string?>("--head")
        {
            Description = "a head that was kept elsewhere, as a backup or the journal has it; with one --site",
            HelpName = "NUMBER:HASH",
        };
        var json = TopologyInput.JsonOption();
        var command = new Command("verify", "Check the chain; exit 1 where an entry was changed or is missing.")
        {
            data, site, known, json,
        };
        command.SetAction(async (parsed, ct) =>
        {
            AuditHead? head = null;
            if (parsed.GetValue(known) is { } text)
            {
                if (!AuditHead.TryParse(text, out var found))
                {
                    await Console.Error.WriteLineAsync(
                        $"causeway: '{text}' is no head; write --head NUMBER:HASH, as `audit verify` shows it.")
                        .ConfigureAwait(false);
                    return ExitCode.Usage;
                }

                head = found;
            }

            var folders = DataFolder.Choose(parsed.GetValue(data)!, parsed.GetValue(site));
            var verdicts = new List<AuditVerdictJson>();
            foreach (var folder in folders)
            {
                var verdict = await AuditLog.VerifyAsync(new FolderDisk(folder.Path), head, ct).ConfigureAwait(false);
                using var running = ApiClient.TryOpen(folder);
                verdicts.Add(AuditVerdictJson.Of(folder.Site, verdict, running is not null));
            }

            Print(verdicts, parsed.GetValue(json));
            return folders.Count == 0 ? ExitCode.CouldNotRun
                : verdicts.TrueForAll(verdict => verdict.Ok) ? ExitCode.Good
                : ExitCode.No;
        });
        return command;
    }

    private static void Print(List<AuditEntryJson> entries, int sites, bool json)
    {
        entries.Sort((x, y) => x.At.CompareTo(y.At));
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize([.. entries], Json.Readable.AuditEntryJsonArray));
            return;
        }

        foreach (var entry in entries)
        {
            var time = entry.At.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            var place = sites > 1 ? $"{entry.Site}  " : "";
            Console.WriteLine($"{place}{entry.Number}  {time}  {entry.Who}  {entry.What}  {entry.Subject}");
            Show("before", entry.Before);
            Show("after", entry.After);
        }

        Console.WriteLine(entries.Count == 1 ? "1 entry" : $"{entries.Count} entries");
    }

    private static void Show(string name, string? text)
    {
        if (text is not null)
        {
            Console.WriteLine($"    {name}: {text}");
        }
    }

    private static void Print(List<AuditVerdictJson> verdicts, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize([.. verdicts], Json.Readable.AuditVerdictJsonArray));
            return;
        }

        foreach (var verdict in verdicts)
        {
            var entries = Words.Count((int)verdict.Entries, "entry", "entries");
            Console.WriteLine(
                $"{verdict.Site}  {(verdict.Ok ? "good" : "DAMAGED")}  {entries}, head {verdict.Head}");
            foreach (var fault in verdict.Faults)
            {
                Console.WriteLine($"    {fault}");
            }
        }
    }
}

/// <summary>An entry of a site's audit log.</summary>
internal sealed record AuditEntryJson(
    string Site, long Number, DateTimeOffset At, string Who, string What, string Subject, string? Before, string? After,
    string Previous, string Hash)
{
    public static AuditEntryJson Of(string site, AuditEntry entry) => new(
        site, entry.Number, entry.At, entry.Who, entry.What, entry.Subject, entry.Before, entry.After, entry.Previous,
        entry.Hash);
}

/// <summary>Whether a site's audit log is whole.</summary>
internal sealed record AuditVerdictJson(
    string Site, bool Ok, long Entries, string Head, long? FirstBroken, IReadOnlyList<string> Faults)
{
    public static AuditVerdictJson Of(string site, AuditVerdict verdict, bool isRunning) => new(
        site, verdict.IsGood(isRunning), verdict.Entries, verdict.Head.ToString(), verdict.FirstBroken,
        [.. FaultsOf(verdict, isRunning)]);

    private static IEnumerable<string> FaultsOf(AuditVerdict verdict, bool isRunning)
    {
        if (verdict.Fault is { } fault)
        {
            yield return $"{fault} Compare with the audit log of a backup; entries before it are as they were written.";
        }

        if (!verdict.HasHead && verdict.Entries > 0)
        {
            yield return "The file audit.head is missing or damaged, so that nothing says whether entries were cut "
                + "off; compare the head with that of a backup or of the journal.";
        }

        if (isRunning || verdict.Fault is not null)
        {
            yield break;
        }

        if (verdict.Unwitnessed > 0)
        {
            yield return $"{Words.Count((int)verdict.Unwitnessed, "entry", "entries")} at the end without audit.head: "
                + "the site died when it wrote them, or somebody else did. The next start says so in an entry.";
        }

        if (verdict.TornOctets > 0)
        {
            yield return $"{verdict.TornOctets} octets of a torn last line stand at the end, as a crash leaves them. "
                + "The next start cuts them and says so in an entry.";
        }
    }
}
