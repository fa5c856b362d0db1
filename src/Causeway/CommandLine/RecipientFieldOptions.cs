using System.CommandLine;

namespace Causeway.CommandLine;

/// <summary>
/// The columns of a recipients file as options: what is given replaces what was; an empty text empties.
/// </summary>
internal sealed class RecipientFieldOptions
{
    private static readonly (string Name, string Description, string Help)[] Columns =
    [
        ("kind", "mailbox, shared, mail-user, contact or group", "KIND"),
        ("site", "the site that holds it", "SITE"),
        ("proxies", "further addresses, separated by semicolons", "LIST"),
        ("members", "the members of a group, separated by semicolons", "LIST"),
        ("target", "the outside address of a mail-user or contact", "ADDRESS"),
        ("forward", "where a mailbox forwards to, separated by semicolons", "LIST"),
        ("keep", "yes or no: does a mailbox that forwards keep its mail", "YES|NO"),
        ("accept-from", "inside, or who alone may write to it, separated by semicolons", "LIST"),
        ("send-as", "who may send in its name, separated by semicolons", "LIST"),
        ("quota", "what the mailbox may hold, as 5GiB", "SIZE"),
    ];

    private readonly Option<string?>[] options =
    [
        .. Columns.Select(column => new Option<string?>($"--{column.Name}")
        {
            Description = column.Description, HelpName = column.Help,
        }),
    ];

    public IEnumerable<Option> All => options;

    /// <summary>What was, with what is given in its place.</summary>
    public Dictionary<string, string> Of(ParseResult parsed, Func<Dictionary<string, string>> was)
    {
        var fields = was();
        foreach (var option in options.Where(option => parsed.GetResult(option) is not null))
        {
            fields[option.Name[2..]] = parsed.GetValue(option) ?? "";
        }

        return fields;
    }
}
