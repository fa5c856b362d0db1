using System.CommandLine;
using System.Reflection;
using System.Text;

namespace Causeway.CommandLine;

/// <summary>A page for man(1), in the macros of man(7), written from the tree of commands.</summary>
internal static class ManualPage
{
    private const string Rest = """
        .SH EXIT STATUS
        .TP
        .B 0
        good
        .TP
        .B 1
        the answer is no: a property fails, mail is refused, nothing was found
        .TP
        .B 2
        usage, or input that cannot be read; nothing was written to standard output
        .TP
        .B 3
        it could not run: a port that is taken, a folder in use, a disk that is full
        .SH FILES
        .TP
        .I /etc/causeway/causeway.yaml
        the topology file that the service starts a site from
        .TP
        .I /etc/causeway/identities/SITE.key
        the key by which a site proves itself; it is copied into the site's data when it is newer
        .TP
        .I /etc/default/causeway
        other topology files for the service
        .TP
        .I /var/lib/causeway/SITE
        all mail, logs and passwords of a site
        .SH SEE ALSO
        .BR causeway.yaml (5),
        .BR systemctl (1)
        .PP
        /usr/share/doc/causeway/install.md.gz tells how a site is installed, upgraded and removed.

        """;

    public static string Of(RootCommand root)
    {
        var version = typeof(ManualPage).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        var page = new StringBuilder();
        page.Append($".TH CAUSEWAY 1 \"\" \"Causeway {version}\" \"User Commands\"\n");
        page.Append(".SH NAME\ncauseway \\- hybrid mail flow that you can prove\n");
        page.Append(".SH SYNOPSIS\n.B causeway\n.I COMMAND\n[\\fIOPTION\\fR ...]\n.SH DESCRIPTION\n");
        page.Append($"{Text(root.Description)}\nWith \\fB\\-\\-json\\fR a command that answers writes one JSON value ");
        page.Append("to standard output and nothing else.\n.SH COMMANDS\n");
        foreach (var command in root.Subcommands)
        {
            Append(page, command, "causeway");
        }

        return page.Append(Rest).ToString();
    }

    private static void Append(StringBuilder page, Command command, string parents)
    {
        var path = $"{parents} {command.Name}";
        if (command.Subcommands.Count == 0)
        {
            page.Append($".SS {Text(path)}{Usage(command)}\n{Text(command.Description)}\n");
            foreach (var argument in command.Arguments)
            {
                page.Append($".TP\n\\fI{Text(argument.Name)}\\fR\n{Text(argument.Description)}\n");
            }

            foreach (var option in Own(command))
            {
                page.Append($".TP\n{Form(option)}\n{Text(option.Description)}\n");
            }
        }

        foreach (var below in command.Subcommands)
        {
            Append(page, below, path);
        }
    }

    private static string Usage(Command command) => string.Concat(
        command.Arguments.Select(argument =>
            $" {argument.Name}{(argument.Arity.MaximumNumberOfValues > 1 ? " ..." : "")}")
        .Concat(Own(command).Where(option => option.Required).Select(option => $" {Form(option)}"))
        .Concat(Own(command).Any(option => !option.Required) ? [" [\\fIOPTION\\fR ...]"] : []));

    private static IEnumerable<Option> Own(Command command) => command.Options.Where(option => !option.Hidden);

    private static string Form(Option option)
    {
        var name = $"\\fB{Text(option.Name)}\\fR";
        return option.ValueType == typeof(bool)
            ? name
            : $"{name} \\fI{Text(option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant())}\\fR";
    }

    // A backslash and a hyphen mean something to roff, and so do a period and an apostrophe at the start of a line.
    private static string Text(string? text)
    {
        var escaped = (text ?? "").ReplaceLineEndings(" ")
            .Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? "\\&" + escaped : escaped;
    }
}
