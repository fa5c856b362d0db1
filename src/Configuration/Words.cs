using System.Text;

namespace Causeway.Configuration;

/// <summary>The words of a message to a person.</summary>
internal static class Words
{
    private const int MaximumQuote = 60;

    /// <summary>
    /// The text in quotes, shortened, and with everything that a terminal would act upon made harmless.
    /// </summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        var result = new StringBuilder("'");
        foreach (var rune in text[..Math.Min(text.Length, MaximumQuote)].EnumerateRunes())
        {
            _ = Rune.IsControl(rune) ? result.Append('?') : result.Append(rune);
        }

        return result.Append(text.Length > MaximumQuote ? "...'" : "'").ToString();
    }

    /// <summary>a, b or c.</summary>
    public static string Or(IReadOnlyList<string> words) =>
        words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";

    /// <summary>What to write instead of <paramref name="word"/>: the nearest of the words, or all of them.</summary>
    public static string Instead(string word, IReadOnlyList<string> words) =>
        Nearest(word, words) is { } near ? $"write '{near}'" : $"write {Or(words)}";

    /// <summary>The word that was meant; null where none is near.</summary>
    public static string? Nearest(string word, IReadOnlyList<string> words)
    {
        // More than a third of the letters wrong is another word, not a slip.
        var best = words
            .Where(candidate => Math.Abs(candidate.Length - word.Length) <= 4)
            .Select(candidate => (Candidate: candidate, Distance: Distance(word, candidate)))
            .OrderBy(pair => pair.Distance)
            .FirstOrDefault();
        return best.Candidate is not null && best.Distance * 3 <= Math.Max(3, best.Candidate.Length)
            ? best.Candidate
            : null;
    }

    // Levenshtein's distance without regard to case, one row at a time.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = row[j];
                row[j] = cost;
            }
        }

        return row[^1];
    }
}
