using System.Collections.Immutable;
using System.Text;

namespace Causeway.Mail;

/// <summary>A word of a trace field, or a comment: its words and those of the comments within it.</summary>
internal readonly record struct ReceivedWord(string Text, bool IsComment);

/// <summary>Cuts the text of a trace field into words and comments (RFC 5322 section 3.2.2).</summary>
internal sealed class ReceivedWords
{
    private readonly string text;
    private int at;
    private bool isCut;

    public ReceivedWords(string text)
    {
        this.text = text;
        var words = ToSemicolon();
        at++;

        // A date has no by-clause and no semicolon: where there is one more, a peer's name made up the first.
        var isEnd = !ToSemicolon().Exists(word => IsWord(word, "by")) && at >= text.Length;
        IsOfExim = words.Exists(word =>
            word.IsComment && word.Text.StartsWith("Exim ", StringComparison.Ordinal));
        if (words is [var first, ..] && IsWord(first, "from"))
        {
            // The first word is the name, even if it is "by".
            var behind = words.Skip(2).ToList();
            var end = behind.FindIndex(word => IsWord(word, "by"));
            IsPlain = isEnd && !isCut && end >= 0 && end == behind.FindLastIndex(word => IsWord(word, "by"));
            FromClause = [.. words.Skip(1).Take(end < 0 ? words.Count : end + 1)];
        }
    }

    /// <summary>
    /// False where a comment has no end, or there is not one by-clause: a peer's name may have made up the rest.
    /// </summary>
    public bool IsPlain { get; }

    /// <summary>What stands between <c>from</c> and <c>by</c>; empty where the field has no from.</summary>
    public ImmutableArray<ReceivedWord> FromClause { get; } = [];

    public bool IsOfExim { get; }

    private static bool IsWord(ReceivedWord word, string text) =>
        !word.IsComment && string.Equals(word.Text, text, StringComparison.OrdinalIgnoreCase);

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n';

    private List<ReceivedWord> ToSemicolon()
    {
        var words = new List<ReceivedWord>();
        while (Next() is { } word)
        {
            words.Add(word);
        }

        return words;
    }

    // A semicolon outside of comments ends it: the date follows.
    private ReceivedWord? Next()
    {
        while (at < text.Length && IsSpace(text[at]))
        {
            at++;
        }

        if (at >= text.Length || text[at] == ';')
        {
            return null;
        }

        if (text[at] == '(')
        {
            return new ReceivedWord(Comment(), true);
        }

        var start = at;
        while (at < text.Length && !IsSpace(text[at]) && text[at] is not '(' and not ';')
        {
            at++;
        }

        return new ReceivedWord(text[start..at], false);
    }

    private string Comment()
    {
        var kept = new StringBuilder();
        var depth = 0;
        do
        {
            var c = text[at++];
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == '\\' && at < text.Length)
            {
                c = text[at++];
            }

            kept.Append(IsSpace(c) || c is '(' or ')' ? ' ' : c);
        }
        while (depth > 0 && at < text.Length);
        isCut |= depth > 0;
        return kept.ToString().Trim();
    }
}
