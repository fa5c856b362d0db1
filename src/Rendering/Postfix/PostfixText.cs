using System.Collections.Immutable;
using System.Text;

namespace Causeway.Rendering.Postfix;

/// <summary>Writes the settings as the files that Postfix reads, each line below its reason.</summary>
internal static class PostfixText
{
    public static ImmutableArray<RenderedFile> Write(PostfixConfiguration configuration) =>
        [Main(configuration), .. configuration.Maps.Select(map => Map(map, configuration))];

    private static RenderedFile Main(PostfixConfiguration configuration)
    {
        var text = new StringBuilder();
        var indexed = string.Join(' ', configuration.Maps.Where(map => map.IsIndexed).Select(map => map.Name));
        Comments.Write(text, "", $"Postfix as the site {configuration.Site}, from the topology file.");
        Comments.Write(text, "", "To apply it, as root:");
        Comments.Write(text, "",
            $"  the other files and identity.pem ({configuration.Site}'s key from `causeway identity`, mode 0600)");
        Comments.Write(text, "", "  go to /etc/postfix/causeway; then, there:");
        Comments.Write(text, "", $"  postmap {indexed}");
        Comments.Write(text, "", "  grep '^[a-z]' main.cf | xargs -d '\\n' postconf -e && postfix reload");
        foreach (var section in configuration.Sections)
        {
            text.Append('\n');
            Comments.Write(text, "", $"== {section.Title}");
            foreach (var parameter in section.Parameters)
            {
                text.Append('\n');
                Comments.Write(text, "", Comments.Sentence(parameter.Reason));
                text.Append(parameter.Name).Append(" =").Append(parameter.Value.Length > 0 ? " " : "")
                    .Append(parameter.Value).Append('\n');
            }
        }

        return new RenderedFile("main.cf", text.ToString());
    }

    private static RenderedFile Map(PostfixMap map, PostfixConfiguration configuration)
    {
        var text = new StringBuilder();
        Comments.Write(text, "", $"{map.Name} of {configuration.Site}, from the topology file"
            + (map.IsIndexed ? "; run postmap on it after each change" : "; read in this order"));
        foreach (var group in map.Groups)
        {
            text.Append('\n');
            Comments.Write(text, "", Comments.Sentence(group.Reason));
            foreach (var row in group.Rows)
            {
                text.Append(row.Key).Append(' ').Append(row.Value).Append('\n');
            }
        }

        return new RenderedFile(map.Name, text.ToString());
    }
}
