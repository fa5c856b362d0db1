using System.Collections.Immutable;
using Causeway.Rendering.Postfix;

namespace Causeway.Rendering.Import;

/// <summary>
/// Reads the text of a look-up table as <c>postmap</c> does, or, for those in order, as Postfix does.
/// </summary>
internal static class MapText
{
    /// <summary>The rows; of an indexed map with keys in lower case, the first of several alike.</summary>
    public static ImmutableArray<MapRow> Read(string text, bool isIndexed)
    {
        var rows = ImmutableArray.CreateBuilder<MapRow>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, line) in LogicalLines.Of(text))
        {
            var end = EndOfKey(line);
            var key = line[..end];
            key = isIndexed ? Unquoted(key).ToLowerInvariant() : key;
            if (!isIndexed || seen.Add(key))
            {
                rows.Add(new MapRow(key, line[end..].Trim()));
            }
        }

        return rows.ToImmutable();
    }

    // A key may stand in quotation marks, and a pattern between slashes may hold blanks.
    private static int EndOfKey(string line)
    {
        var close = line[0] is '"' or '/' ? line[0] : '\0';
        for (var i = 1; i < line.Length; i++)
        {
            if (line[i] == '\\')
            {
                i++;
            }
            else if (close != '\0' && line[i] == close)
            {
                close = '\0';
            }
            else if (close == '\0' && char.IsWhiteSpace(line[i]))
            {
                return i;
            }
        }

        return line.Length;
    }

    private static string Unquoted(string key) =>
        key.Length > 1 && key[0] == '"' && key[^1] == '"'
            ? key[1..^1].Replace("\\", "", StringComparison.Ordinal)
            : key;
}
