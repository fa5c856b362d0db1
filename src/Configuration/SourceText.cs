namespace Causeway.Configuration;

/// <summary>The text of a file, and the way from an index in it to line and column.</summary>
internal sealed class SourceText
{
    private readonly List<int> lineStarts = [0];

    public SourceText(string file, string text)
    {
        File = file;
        Text = text;
        for (var i = 0; i < text.Length; i++)
        {
            var endsLine = text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'));
            if (endsLine)
            {
                lineStarts.Add(i + 1);
            }
        }
    }

    public string File { get; }

    public string Text { get; }

    public (int Line, int Column) PositionAt(int index)
    {
        var inside = Math.Clamp(index, 0, Text.Length);
        var found = lineStarts.BinarySearch(inside);
        var line = found >= 0 ? found : ~found - 1;
        return (line + 1, inside - lineStarts[line] + 1);
    }
}
