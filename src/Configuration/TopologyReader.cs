using System.Text;
using Causeway.Configuration.Csv;
using Causeway.Configuration.Yaml;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>
/// Reads a topology file and the recipients file that it names. Finds every fault in one run and never throws for what
/// the files hold.
/// </summary>
public static class TopologyReader
{
    /// <summary>The largest topology file in octets.</summary>
    public const int MaximumFileSize = 1 << 20;

    /// <summary>Reads <paramref name="path"/>; other files that it names are sought beside it.</summary>
    public static ReadResult Read(string path)
    {
        var (octets, fault) = InputFile.Read(path, MaximumFileSize);
        return octets is null ? ReadResult.Of([fault!]) : ReadText(Encoding.UTF8.GetString(octets), path);
    }

    /// <summary>Reads a text as if it stood in <paramref name="path"/>.</summary>
    public static ReadResult ReadText(string text, string path)
    {
        var faults = new FaultList(new SourceText(path, text));
        var reader = new OrganizationReader(faults);
        if (YamlTree.Read(faults) is not { } root || reader.Read(root) is not { } file)
        {
            return ReadResult.Of(faults.InOrder());
        }

        var organization = file.Organization;
        var recipientsPath = file.Recipients is { } name ? Beside(path, name.Value) : null;
        var rows = RecipientRows.None;

        // Without sites and domains every row would have a fault that is none of its own.
        if (file.Recipients is not null && reader.Sites.Count > 0 && !organization.Domains.IsEmpty)
        {
            rows = ReadRecipients(file.Recipients, recipientsPath!, organization, reader.Sites, faults);
        }

        var all = faults.InOrder().Concat(rows.Faults).ToList();
        if (all.Count > 0)
        {
            return ReadResult.Of(all);
        }

        var recipients = recipientsPath is null
            ? AssumedRecipients.For(organization)
            : new RecipientTable(rows.Recipients);
        return ReadResult.Of(new TopologyFile(organization, recipients, path, recipientsPath));
    }

    /// <summary>Reads the recipients of a file again, for the organization that it described.</summary>
    public static (RecipientTable? Recipients, IReadOnlyList<Fault> Faults) ReadRecipientsAgain(TopologyFile file)
    {
        var path = file.RecipientsPath ?? throw new ArgumentException("The file names no recipients.", nameof(file));
        var (octets, fault) = InputFile.Read(path, RecipientReader.MaximumFileSize);
        if (octets is null)
        {
            return (null, [fault!]);
        }

        return ReadRecipients(path, octets, file.Organization);
    }

    /// <summary>Reads rows that came otherwise than from the file of the organization.</summary>
    /// <param name="name">How messages call what was read.</param>
    public static (RecipientTable? Recipients, IReadOnlyList<Fault> Faults) ReadRecipients(
        string name, byte[] octets, Organization organization)
    {
        var sites = organization.Sites.Select(site => site.Name).ToList();
        var rows = new RecipientReader(name, octets, organization, sites).Read();
        return rows.Faults.Count == 0 ? (new RecipientTable(rows.Recipients), []) : (null, rows.Faults);
    }

    private static string Beside(string path, string name) => Path.Combine(Path.GetDirectoryName(path) ?? "", name);

    private static RecipientRows ReadRecipients(
        ScalarNode name, string path, Organization organization, IReadOnlyList<SiteName> sites, FaultList faults)
    {
        var (octets, fault) = InputFile.Read(path, RecipientReader.MaximumFileSize);
        if (octets is not null)
        {
            return new RecipientReader(path, octets, organization, sites).Read();
        }

        if (fault is not { Line: 1, Column: 1 })
        {
            return new RecipientRows([], [fault!]);
        }

        faults.Add(name.Start, $"'recipients' names {Words.Quote(path)}: {fault.Found}", fault.Write);
        return RecipientRows.None;
    }
}
