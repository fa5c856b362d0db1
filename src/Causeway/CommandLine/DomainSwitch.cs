using System.Text;
using Causeway.Admin;
using Causeway.Configuration;
using Causeway.Core.Addresses;
using Causeway.Core.Proof;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Queue.Spooling;
using Causeway.Storage;
using Causeway.Tracing;
using Causeway.Watching.Alerts;

namespace Causeway.CommandLine;

/// <summary>
/// Changes the type of a domain in its file. Whoever gets mail only because unknown recipients are passed on would
/// start to bounce when they are not any more; they are named first, and somebody says yes.
/// </summary>
internal static class DomainSwitch
{
    public static async Task<int> RunAsync(
        TopologyFile topology, AcceptedDomain domain, DomainType type, string? data, bool isAgreed,
        CancellationToken ct)
    {
        if (domain.Type == type)
        {
            Console.WriteLine($"{domain.Name} is {DomainTypeEdit.WordOf(type)} already; nothing was changed.");
            return ExitCode.Good;
        }

        var (octets, changed, why) = DomainTypeEdit.Of(topology, domain.Name, type);
        why ??= Worse(topology, changed!);
        if (why is not null)
        {
            await Console.Error.WriteLineAsync($"causeway: nothing was changed. {why}").ConfigureAwait(false);
            return ExitCode.No;
        }

        if (type == DomainType.Authoritative)
        {
            await ListAsync(topology, domain, data, ct).ConfigureAwait(false);
            if (!isAgreed && !await IsAgreedAsync(domain, ct).ConfigureAwait(false))
            {
                return ExitCode.No;
            }
        }

        Write(topology.Path, octets!);
        Console.WriteLine($"{topology.Path}: {domain.Name} is {DomainTypeEdit.WordOf(type)} now. It is in force once "
            + "each site was told: `causeway reload`.");
        return ExitCode.Good;
    }

    private static async Task<bool> IsAgreedAsync(AcceptedDomain domain, CancellationToken ct)
    {
        if (Console.IsInputRedirected)
        {
            await Console.Error.WriteLineAsync("causeway: nothing was changed: nobody is there to be asked. Write "
                + "--yes where the list was seen.").ConfigureAwait(false);
            return false;
        }

        await Console.Error.WriteAsync($"Refuse unknown recipients of {domain.Name} from now on? Write yes: ")
            .ConfigureAwait(false);
        if (await Console.In.ReadLineAsync(ct).ConfigureAwait(false) == "yes")
        {
            return true;
        }

        await Console.Error.WriteLineAsync("causeway: nothing was changed.").ConfigureAwait(false);
        return false;
    }

    private static async Task ListAsync(
        TopologyFile topology, AcceptedDomain domain, string? data, CancellationToken ct)
    {
        var folders = data is null ? [] : SiteFolder.Below(data);
        if (folders.Count == 0)
        {
            Console.WriteLine($"No site's log was looked at ({data ?? "no data folder"}): who gets mail for unknown "
                + "addresses is not known. Write --data where the sites' data lie.");
            return;
        }

        var recipients = await RecipientsAsync(topology, data!, ct).ConfigureAwait(false);
        var passed = new PassedOnAddresses(text => EmailAddress.TryParse(text, out var address)
            && topology.Organization.Accepted(address.Domain) == domain && !IsKnown(topology, recipients, address));
        foreach (var folder in folders)
        {
            await foreach (var record in FactLog.ReadAsync(
                new FolderDisk(folder.Checked().Spool), default, ct).ConfigureAwait(false))
            {
                passed.Look(folder.Site, record.Fact);
            }
        }

        Print(passed.All, domain, folders);
    }

    private static void Print(
        IReadOnlyList<PassedOnAddress> all, AcceptedDomain domain, IReadOnlyList<SiteFolder> folders)
    {
        var sites = string.Join(", ", folders.Select(folder => folder.Site));
        if (all.Count == 0)
        {
            Console.WriteLine($"Nobody would start to bounce, as far as the logs of {sites} say.");
            return;
        }

        Console.WriteLine($"{Words.Count(all.Count, "address", "addresses")} of {domain.Name} would start to bounce: "
            + $"mail was passed on (logs of {sites}), and no record has them:");
        foreach (var one in all)
        {
            Console.WriteLine(
                $"  {one.Address}  {Words.Count(one.Messages, "message")}, the last at {Judge.Time(one.Last)}");
        }
    }

    private static bool IsKnown(TopologyFile topology, RecipientTable recipients, EmailAddress address) =>
        new Snapshot(topology.Organization, recipients).Owner(address) is not null
        || address.LocalPart.Equals("postmaster", StringComparison.OrdinalIgnoreCase)
        || SrsAddress.TryParse(address, out _);

    // What a running site has counts before what the file says.
    private static async Task<RecipientTable> RecipientsAsync(
        TopologyFile topology, string data, CancellationToken ct)
    {
        var name = topology.Organization.Name;
        using var sites = await RecipientSites.TryOpenAsync(data, ct).ConfigureAwait(false);
        if (sites.All.FirstOrDefault(one => one.Organization.Organization == name).Site is { } site)
        {
            var listings = await site.ListRecipientsAsync(name, null, ct).ConfigureAwait(false);
            var rows = RecipientRows.Of(
                [.. listings.SelectMany(listing => listing.Recipients).Select(row => (row.Address, row.Fields))]);
            if (TopologyReader.ReadRecipients("the directory", Encoding.UTF8.GetBytes(rows), topology.Organization)
                .Recipients is { } known)
            {
                return known;
            }
        }

        return topology.RecipientsAreAssumed ? new RecipientTable([]) : topology.Recipients;
    }

    private static string? Worse(TopologyFile before, TopologyFile after)
    {
        var failing = Failures(before).Select(result => result.Id).ToHashSet();
        return Failures(after).FirstOrDefault(result => !failing.Contains(result.Id)) is { } worse
            ? $"{worse.Id} would fail: {worse.Summary}"
            : null;
    }

    private static IEnumerable<PropertyResult> Failures(TopologyFile file) =>
        Prover.Prove(file.Organization, file.Recipients).Where(result => result.Verdict == Verdict.Fail);

    // Whole or not at all, where the file really lies, and with its rights.
    private static void Write(string path, byte[] octets)
    {
        var real = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var temporary = $"{real}.new";
        File.WriteAllBytes(temporary, octets);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(real));
        }

        FileOwner.Follow(temporary, real);
        File.Move(temporary, real, overwrite: true);
    }
}
