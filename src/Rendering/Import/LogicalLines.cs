namespace Causeway.Rendering.Import;

/// <summary>
/// The lines of a file of Postfix: one that begins with white space continues the one before it; empty lines and those
/// whose first character is # count for nothing, and do not end a line that goes on.
/// </summary>
internal static class LogicalLines
{
    public static IEnumerable<(int Number, string Line)> Of(string text)
    {
        var number = 0;
        var (start, line) = (0, "");
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var trimmed = raw.Trim();
            if (trimmed.Length == 0 || trimmed[0] == '#')
            {
                continue;
            }

            if (char.IsWhiteSpace(raw[0]) && line.Length > 0)
            {
                line += " " + trimmed;
                continue;
            }

            if (line.Length > 0)
            {
                yield return (start, line);
            }

            (start, line) = (number, trimmed);
        }

        if (line.Length > 0)
        {
            yield return (start, line);
        }
    }
}
