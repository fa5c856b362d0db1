using System.Collections.Immutable;
using System.Text;

namespace Causeway.Rendering.Postfix;

/// <summary>Writes the settings as the files that Postfix reads, each line below its reason.</summary>
internal static class PostfixText
{
    private const int Width = 118;

    public static ImmutableArray<RenderedFile> Write(PostfixConfiguration configuration) =>
        [Main(configuration), .. configuration.Maps.Select(map => Map(map, configuration))];

    private static RenderedFile Main(PostfixConfiguration configuration)
    {
        var text = new StringBuilder();
        var indexed = string.Join(' ', configuration.Maps.Where(map => map.IsIndexed).Select(map => map.Name));
        Comment(text, $"Postfix as the site {configuration.Site}, from the topology file. To apply it, as root:");
        Comment(text,
            $"  the other files and identity.pem ({configuration.Site}'s key from `causeway identity`, mode 0600)");
        Comment(text, "  go to /etc/postfix/causeway; then, there:");
        Comment(text, $"  postmap {indexed}");
        Comment(text, "  grep '^[a-z]' main.cf | xargs -d '\\n' postconf -e && postfix reload");
        foreach (var section in configuration.Sections)
        {
            text.Append('\n');
            Comment(text, $"== {section.Title}");
            foreach (var parameter in section.Parameters)
            {
                text.Append('\n');
                Comment(text, Sentence(parameter.Reason));
                text.Append(parameter.Name).Append(" =").Append(parameter.Value.Length > 0 ? " " : "")
                    .Append(parameter.Value).Append('\n');
            }
        }

        return new RenderedFile("main.cf", text.ToString());
    }

    private static RenderedFile Map(PostfixMap map, PostfixConfiguration configuration)
    {
        var text = new StringBuilder();
        Comment(text, $"{map.Name} of {configuration.Site}, from the topology file"
            + (map.IsIndexed ? "; run postmap on it after each change" : "; read in this order"));
        foreach (var group in map.Groups)
        {
            text.Append('\n');
            Comment(text, Sentence(group.Reason));
            foreach (var row in group.Rows)
            {
                text.Append(row.Key).Append(' ').Append(row.Value).Append('\n');
            }
        }

        return new RenderedFile(map.Name, text.ToString());
    }

    // A reason that begins with a name of the file, or with what is typed, keeps its letter.
    private static string Sentence(string reason)
    {
        var first = reason.Split(' ')[0];
        var begin = first.All(c => char.IsAsciiLetterLower(c) || c is '-' or ',')
            ? char.ToUpperInvariant(reason[0]) + reason[1..]
            : reason;
        return begin.EndsWith('.') ? begin : begin + ".";
    }

    private static void Comment(StringBuilder text, string line)
    {
        var rest = line;
        while (rest.Length > Width)
        {
            var cut = rest.LastIndexOf(' ', Width);
            text.Append("# ").Append(rest.AsSpan(0, cut)).Append('\n');
            rest = rest[(cut + 1)..];
        }

        text.Append("# ").Append(rest).Append('\n');
    }
}
