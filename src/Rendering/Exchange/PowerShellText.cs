using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Causeway.Rendering.Exchange;

/// <summary>
/// Writes a script. The arguments of a command stand in a table (splatting), one on a line below its reason.
/// </summary>
internal static class PowerShellText
{
    public static RenderedFile Write(string name, ExchangeScript script)
    {
        var text = new StringBuilder();
        Comments.Write(text, "", script.Title);
        foreach (var line in script.Before)
        {
            Comments.Write(text, "", line);
        }

        foreach (var section in script.Sections.Where(section => !section.Cmdlets.IsEmpty))
        {
            text.Append('\n');
            Comments.Write(text, "", $"== {section.Title}");
            foreach (var cmdlet in section.Cmdlets)
            {
                Write(text, cmdlet);
            }
        }

        if (!script.ByHand.IsEmpty)
        {
            text.Append('\n');
            Comments.Write(text, "", "== What no command sets");
            foreach (var line in script.ByHand)
            {
                Comments.Write(text, "", "- " + Comments.Sentence(line));
            }
        }

        return new RenderedFile(name, text.ToString());
    }

    /// <summary>
    /// A literal: nothing in it is expanded. PowerShell ends it at any of the quotation marks that typographers use for
    /// an apostrophe, and takes two of them for one.
    /// </summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var c in text)
        {
            quoted.Append(c);
            if (c is '\'' or '\u2018' or '\u2019' or '\u201a' or '\u201b')
            {
                quoted.Append(c);
            }
        }

        return quoted.Append('\'').ToString();
    }

    public static string Literal(PowerShellValue value) => value switch
    {
        PowerShellValue.Text text => Quote(text.Value),
        PowerShellValue.Flag flag => flag.Value ? "$true" : "$false",
        PowerShellValue.Number number => number.Value.ToString(CultureInfo.InvariantCulture),
        PowerShellValue.List list => $"@({string.Join(", ", list.Values.Select(Quote))})",
        PowerShellValue.ThisServer { Format: "{0}" } => "$env:COMPUTERNAME",
        PowerShellValue.ThisServer server => $"({Quote(server.Format)} -f $env:COMPUTERNAME)",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static void Write(StringBuilder text, Cmdlet cmdlet)
    {
        text.Append('\n');
        Comments.Write(text, "", Comments.Sentence(cmdlet.Reason));
        text.Append("$arguments = @{\n");
        foreach (var argument in cmdlet.Arguments)
        {
            Comments.Write(text, "    ", Comments.Sentence(argument.Reason));
            text.Append("    ").Append(argument.Name).Append(" = ").Append(Literal(argument.Value)).Append('\n');
        }

        text.Append("}\n").Append(cmdlet.Name).Append(" @arguments\n");
    }
}
