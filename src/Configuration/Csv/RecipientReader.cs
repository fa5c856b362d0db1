using System.Collections.Immutable;
using Causeway.Core;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Configuration.Csv;

/// <summary>Reads a recipients file: one row for each address owner of the organization.</summary>
internal sealed class RecipientReader(
    string file, byte[] octets, Organization organization, IReadOnlyList<SiteName> sites)
{
    /// <summary>The largest recipients file in octets.</summary>
    public const int MaximumFileSize = 256 << 20;

    private const string Inside = "inside";

    // Who has more faults than this has the wrong file, and nobody reads on.
    private const int MaximumFaults = 1000;

    private readonly List<Fault> faults = [];
    private readonly DomainTable domains = new(organization);
    private readonly ImmutableArray<EmailAddress>.Builder list = ImmutableArray.CreateBuilder<EmailAddress>();
    private CsvScanner scanner = null!;

    public RecipientRows Read()
    {
        scanner = new CsvScanner(file, octets, faults);
        var recipients = new List<Recipient>();
        if (!scanner.MoveNext())
        {
            if (faults.Count == 0)
            {
                faults.Add(new Fault(file, 1, 1, "the file is empty", "write the header 'address,kind,site'"));
            }
        }
        else if (Columns.Read(scanner) is { } columns)
        {
            for (var before = faults.Count; before <= MaximumFaults && scanner.MoveNext(); before = faults.Count)
            {
                // Where the fields could not be told apart, what they hold is no matter.
                if (faults.Count == before && ReadRow(columns) is { } recipient)
                {
                    recipients.Add(recipient);
                }
            }
        }

        return new RecipientRows(recipients, InOrder());
    }

    private List<Fault> InOrder()
    {
        var result = faults.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column).Take(MaximumFaults).ToList();
        if (faults.Count > MaximumFaults)
        {
            var last = result[^1];
            result.Add(
                last with { Found = $"more than {MaximumFaults} faults", Write = "write those above anew first" });
        }

        return result;
    }

    private Recipient? ReadRow(Columns columns)
    {
        var fields = scanner.Fields;
        if (fields.Count != columns.Count)
        {
            var found = $"{Fields(fields.Count)} where the header has {columns.Count}";
            scanner.Add(fields[0], 0, found, $"write {columns.Count}, with nothing between the commas of an empty one");
            return null;
        }

        var before = faults.Count;
        var kind = ReadKind(fields[1]);
        var holdsMail = kind is RecipientKind.Mailbox or RecipientKind.Shared;
        var isGroup = kind == RecipientKind.Group;
        var isOutside = kind is RecipientKind.MailUser or RecipientKind.Contact;
        var (insideOnly, acceptFrom) = ReadAcceptFrom(columns.AcceptFrom);
        var recipient = new Recipient
        {
            Address = ReadAddress(fields[0]),
            Kind = kind ?? default,
            Site = ReadSite(fields[2], kind, holdsMail),
            Proxies = ReadList(columns.Proxies, mustBeOurs: true),
            Members = IsEmptyFor(columns.Members, kind, isGroup, "members", "only a group has members")
                ? []
                : ReadList(columns.Members, mustBeOurs: false),
            Target = ReadTarget(columns.Target, fields[1], kind, isOutside),
            Forward = IsEmptyFor(columns.Forward, kind, holdsMail, "forward", "only mailbox and shared forward")
                ? []
                : ReadList(columns.Forward, mustBeOurs: false),
            Keep = ReadKeep(columns.Keep),
            InsideOnly = insideOnly,
            AcceptFrom = acceptFrom,
            SendAs = ReadList(columns.SendAs, mustBeOurs: true),
            Quota = IsEmptyFor(columns.Quota, kind, holdsMail, "quota", "only mailbox and shared have one")
                ? null
                : ReadQuota(columns.Quota),
        };
        return faults.Count == before ? recipient : null;
    }

    private static string Fields(int count) => count == 1 ? "1 field" : $"{count} fields";

    private EmailAddress ReadAddress(CsvField field)
    {
        var text = scanner.Text(field);
        if (text.IsEmpty)
        {
            scanner.Add(field, 0, "no address", "write the address of the recipient");
            return default;
        }

        return ParseAddress(field, text, 0, mustBeOurs: true);
    }

    private EmailAddress ParseAddress(CsvField field, ReadOnlySpan<char> text, int offset, bool mustBeOurs)
    {
        if (!domains.TryParse(text, out var address, out var isOurs))
        {
            scanner.Add(field, offset, $"{Words.Quote(text)} is no mail address", "write it as ada@contoso.example");
        }
        else if (mustBeOurs && !isOurs)
        {
            var write = organization.RoutedBy(address.Domain) is null
                ? $"write an address in {organization.Domains[0].Name}, or its domain into 'domains'"
                : "leave it out, since every address has one in the routing domain";
            scanner.Add(field, offset, $"{Words.Quote(text)} is in no domain of the organization", write);
        }

        return address;
    }

    private RecipientKind? ReadKind(CsvField field)
    {
        var text = scanner.Text(field);
        if (Choices.RecipientKind.TryFind(text, out var kind))
        {
            return kind;
        }

        var word = text.ToString();
        scanner.Add(field, 0, $"{Words.Quote(word)} is no kind", Words.Instead(word, Choices.RecipientKind.Words));
        return null;
    }

    private SiteName? ReadSite(CsvField field, RecipientKind? kind, bool isRequired)
    {
        var text = scanner.Text(field);
        foreach (var site in sites)
        {
            if (text.SequenceEqual(site.Value))
            {
                return site;
            }
        }

        var word = text.ToString();
        if (word.Length > 0)
        {
            var known = sites.Select(site => site.Value).ToList();
            scanner.Add(field, 0, $"no site is called {Words.Quote(word)}", Words.Instead(word, known));
        }
        else if (isRequired)
        {
            scanner.Add(field, 0, $"a {Name(kind)} without a site", "write the site that holds it");
        }

        return null;
    }

    private EmailAddress? ReadTarget(int column, CsvField kindField, RecipientKind? kind, bool isRequired)
    {
        var field = column < 0 ? kindField : scanner.Fields[column];
        var text = column < 0 ? default : scanner.Text(field);
        if (text.IsEmpty)
        {
            if (isRequired)
            {
                scanner.Add(
                    field, 0, $"a {Name(kind)} without a target", "write its outside address into the column 'target'");
            }

            return null;
        }

        if (kind is not null && !isRequired)
        {
            scanner.Add(
                field, 0, $"a {Name(kind)} with a target", "leave it empty, or write mail-user or contact as the kind");
            return null;
        }

        return ParseAddress(field, text, 0, mustBeOurs: false);
    }

    // True where the column is no business of this kind; something in it is a fault then.
    private bool IsEmptyFor(int column, RecipientKind? kind, bool isAllowed, string name, string rule)
    {
        if (isAllowed || kind is null || column < 0)
        {
            return false;
        }

        if (!scanner.Text(scanner.Fields[column]).IsEmpty)
        {
            scanner.Add(scanner.Fields[column], 0, $"a {Name(kind)} with '{name}'", $"leave it empty: {rule}");
        }

        return true;
    }

    private ImmutableArray<EmailAddress> ReadList(int column, bool mustBeOurs)
    {
        if (column < 0 || scanner.Fields[column].Length == 0)
        {
            return [];
        }

        var field = scanner.Fields[column];
        var text = scanner.Text(field);
        list.Clear();
        foreach (var range in text.Split(';'))
        {
            var item = text[range];
            var trimmed = item.Trim();
            if (!trimmed.IsEmpty)
            {
                var offset = range.Start.Value + item.Length - item.TrimStart().Length;
                list.Add(ParseAddress(field, trimmed, offset, mustBeOurs));
            }
        }

        return list.Count == 0 ? [] : list.ToImmutable();
    }

    private bool ReadKeep(int column)
    {
        var text = column < 0 ? default : scanner.Text(scanner.Fields[column]);
        if (text.IsEmpty)
        {
            return true;
        }

        if (Choices.Flag.TryFind(text, out var keep))
        {
            return keep;
        }

        scanner.Add(scanner.Fields[column], 0, $"'keep' is {Words.Quote(text)}", "write yes or no");
        return true;
    }

    private (bool InsideOnly, ImmutableArray<EmailAddress> From) ReadAcceptFrom(int column) =>
        column >= 0 && scanner.Text(scanner.Fields[column]).SequenceEqual(Inside)
            ? (true, [])
            : (false, ReadList(column, mustBeOurs: true));

    private long? ReadQuota(int column)
    {
        var text = column < 0 ? default : scanner.Text(scanner.Fields[column]);
        if (text.IsEmpty)
        {
            return null;
        }

        if (Sizes.TryParse(text.ToString(), out var octets))
        {
            return octets;
        }

        scanner.Add(scanner.Fields[column], 0, $"'quota' is {Words.Quote(text)}", "write it as 5GiB");
        return null;
    }

    private static string Name(RecipientKind? kind) => Choices.RecipientKind.Words[(int)kind!];
}
