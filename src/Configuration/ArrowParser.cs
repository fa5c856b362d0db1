using Causeway.Configuration.Yaml;

namespace Causeway.Configuration;

/// <summary>
/// A place in a list of arrows, where its word stands, and whether the arrow before it points both ways.
/// </summary>
internal readonly record struct ArrowStop(string Word, int Index, bool BothWays);

/// <summary>Reads <c>internet -> filter -> cloud</c> and <c>office &lt;-> cloud</c>.</summary>
internal sealed class ArrowParser(FaultList faults)
{
    private static readonly string[] Arrows = ["<->", "->"];

    /// <summary>The places of one text; null, and a fault, where it is no list of arrows.</summary>
    public IReadOnlyList<ArrowStop>? Read(ScalarNode scalar, string key, bool mayGoBothWays)
    {
        var stops = new List<ArrowStop>();
        var (cursor, index, arrow, last) = (scalar.Start, scalar.Start, "", scalar.Value);
        var wantsPlace = true;
        foreach (var token in Tokens(scalar.Value))
        {
            index = scalar.Locate(token, ref cursor);
            var isArrow = Arrows.Contains(token);
            if (isArrow == wantsPlace)
            {
                return Refuse(index, key, token, isArrow ? "write a place before it" : "write '->' before it");
            }

            if (token == "<->" && !mayGoBothWays)
            {
                return Refuse(index, key, token, "write '->' in the direction of the mail");
            }

            if (isArrow)
            {
                arrow = token;
            }
            else
            {
                stops.Add(new ArrowStop(token, index, arrow == "<->"));
            }

            (wantsPlace, last) = (isArrow, token);
        }

        if (wantsPlace || stops.Count < 2)
        {
            faults.Add(index, $"'{key}' ends with {Words.Quote(last)}", $"write on, as '{Keys.Example(key)}'");
            return null;
        }

        return stops;
    }

    // Names hold hyphens, so that only "->" and "<->" part them, with or without spaces.
    private static IEnumerable<string> Tokens(string text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            var arrow = Array.Find(Arrows, a => text.AsSpan(i).StartsWith(a, StringComparison.Ordinal));
            if (i < text.Length && arrow is null && !char.IsWhiteSpace(text[i]))
            {
                continue;
            }

            if (i > start)
            {
                yield return text[start..i];
            }

            if (arrow is not null)
            {
                yield return arrow;
                i += arrow.Length - 1;
            }

            start = i + 1;
        }
    }

    private IReadOnlyList<ArrowStop>? Refuse(int index, string key, string token, string write)
    {
        faults.Add(index, $"'{key}' has {Words.Quote(token)} here", write);
        return null;
    }
}
