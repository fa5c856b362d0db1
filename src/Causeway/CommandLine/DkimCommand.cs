using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Causeway.Admin;
using Causeway.Configuration;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Running;
using Causeway.Transport.Signing;

namespace Causeway.CommandLine;

/// <summary><c>dkim list FILE</c> and <c>dkim rotate FILE</c>: the keys by which sites sign mail.</summary>
internal static class DkimCommand
{
    public static Command Create() => new(
        "dkim", "See and change the keys by which sites sign mail (DKIM) and seal it (ARC).")
    {
        List(), Rotate(),
    };

    private static Command List()
    {
        var which = new Selection();
        var command = new Command(
            "list", "List the keys, what each does now, and which record it needs. Exit code 1 where one is missing.");
        which.AddTo(command);
        command.SetAction(parsed => which.Read(parsed) is { } found
            ? Print(found, [], [], parsed.GetValue(which.Json), isAnswer: true)
            : ExitCode.Usage);
        return command;
    }

    private static Command Rotate()
    {
        var which = new Selection();
        var now = new Option<bool>("--now")
        {
            Description = "sign with the new key at once: only if somebody else may have the old one",
        };
        var ed25519 = new Option<bool>("--ed25519") { Description = "sign by Ed25519 as well from now on" };
        var command = new Command(
            "rotate",
            "Make the next key of each site and domain. It signs in two days, when its record is known everywhere; the "
            + "record of the one before stays until its last mail has arrived. What is over is removed. The first key "
            + "of a domain signs at once: where a site has keys in its data folder alone, name that with --data.")
        {
            now, ed25519,
        };
        which.AddTo(command);
        command.SetAction(parsed =>
        {
            if (which.Read(parsed) is not { } found)
            {
                return ExitCode.Usage;
            }

            var done = found.Duties.Select(duty => duty.Rotation.Run(parsed.GetValue(now), parsed.GetValue(ed25519)))
                .ToList();
            return Print(
                found, [.. done.SelectMany(one => one.Made.Select(made => made.Path))],
                [.. done.SelectMany(one => one.Removed)], parsed.GetValue(which.Json), isAnswer: false);
        });
        return command;
    }

    private static int Print(
        Found found, IReadOnlyList<string> made, IReadOnlyList<string> removed, bool json, bool isAnswer)
    {
        var now = TimeProvider.System.GetUtcNow();
        var sites = found.Duties.GroupBy(duty => duty.Site.Name)
            .Select(group => (Site: group.Key, Keys: DkimKeys.Known(found.Topology, group.Key, found.Data)));
        var keys = (from one in sites
                    from pair in one.Keys.Turns(now)
                    where found.Duties.Any(duty => duty.Site.Name == one.Site && duty.Domain == pair.Key.Key.Domain)
                    select DkimKeyJson.Of(one.Site.Value, pair.Key, pair.Turn)).ToArray();
        var missing = found.Duties.Where(duty => !keys.Any(key =>
            key.Site == duty.Site.Name.Value && key.Domain == duty.Domain.Value && key.State == "signing")).ToList();
        if (json)
        {
            Console.WriteLine(isAnswer
                ? JsonSerializer.Serialize(keys, Json.Readable.DkimKeyJsonArray)
                : JsonSerializer.Serialize(
                    new DkimRotationJson(made, removed, keys), Json.Readable.DkimRotationJson));
        }
        else
        {
            var lines = made.Select(path => $"wrote {path}").Concat(removed.Select(path => $"removed {path}"))
                .Concat(keys.Select(Line))
                .Concat(missing.Select(duty =>
                    $"{duty.Site.Name}  {duty.Domain}  has no key {Where(found)}"));
            Console.WriteLine(string.Join('\n', lines.DefaultIfEmpty(
                "No site of this file signs mail: it leads nothing out or in, or by other products alone.")));
        }

        return isAnswer && missing.Count > 0 ? ExitCode.No : ExitCode.Good;
    }

    private static string Where(Found found) => found.Data.Count > 0
        ? $"there or beside the file: `causeway dkim rotate {found.Topology.Path}`"
        : $"beside the file: `causeway dkim rotate {found.Topology.Path}`; --data DIR looks where a site has run";

    private static string Line(DkimKeyJson key) => string.Join("  ", new[]
    {
        key.Site, key.Domain, key.Selector, key.Algorithm,
        key.State switch
        {
            "waiting" => $"publish it now; it signs from {Text(key.SignsFrom)}",
            "signing" => key.SignsUntil is { } until ? $"signs until {Text(until)}" : "signs",
            "retiring" => $"its record stays until {Text(key.PublishedUntil!.Value)}",
            _ => "its record may go; the next `rotate` removes it",
        },
    });

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private sealed record Found(
        TopologyFile Topology, IReadOnlyList<SiteFolder> Data,
        IReadOnlyList<(Site Site, DomainName Domain, KeyRotation Rotation)> Duties);

    /// <summary>Of which sites and domains a command speaks.</summary>
    private sealed class Selection
    {
        private readonly Argument<string> file = TopologyInput.Argument();
        private readonly Option<string?> site =
            new Option<string?>("--site") { Description = "one site; default: all that sign" }.WithSites();

        private readonly Option<string?> domain =
            new("--domain") { Description = "one domain; default: all in whose name mail is signed" };

        private readonly SiteKeysInput data = new();

        public Option<bool> Json { get; } = TopologyInput.JsonOption();

        public void AddTo(Command command)
        {
            command.Add(file);
            command.Add(site);
            command.Add(domain);
            data.AddTo(command);
            command.Add(Json);
        }

        public Found? Read(ParseResult parsed)
        {
            if (TopologyInput.Read(parsed.GetValue(file)!, parsed.GetValue(Json)) is not { } topology)
            {
                return null;
            }

            var folders = data.Folders(parsed);
            var all = DkimKeys.Rotations(topology, folders, TimeProvider.System).ToList();
            var chosen = all.Where(duty =>
                (parsed.GetValue(site) is not { } name || duty.Site.Name.Value == name)
                && (parsed.GetValue(domain) is not { } text
                    || (DomainInput.TryRead(text, out var wanted) && duty.Domain == wanted))).ToList();
            if (chosen.Count > 0 || all.Count == 0)
            {
                return new Found(topology, folders, chosen);
            }

            var there = string.Join(", ", all.Select(duty => $"{duty.Domain} at {duty.Site.Name}"));
            Console.Error.WriteLine($"causeway: no such keys in {topology.Path}; there are those of {there}.");
            return null;
        }
    }
}
