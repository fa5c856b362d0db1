using System.Globalization;
using System.Text;
using Causeway.Core.Addresses;

namespace Causeway.Mail.Dsn;

/// <summary>Texts of peers and senders, made fit to be written: no line ends, no control characters, limited.</summary>
internal static class SafeText
{
    private const int Limit = 500;

    /// <summary>Printable US-ASCII with single spaces; other characters become question marks.</summary>
    public static string Ascii(string said) => Clean(said, c => c is >= '!' and <= '~');

    /// <summary>Printable characters of any script with single spaces.</summary>
    public static string Unicode(string said) =>
        Clean(said, c => c is >= '!' and <= '~' || (c > '\u00a0' && !IsInvisible(c)));

    /// <summary>The words of a text; a very long one is broken, so that a line can always be folded.</summary>
    public static IEnumerable<string> Words(string text, int longest)
    {
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            for (var i = 0; i < word.Length; i += longest)
            {
                yield return word[i..Math.Min(word.Length, i + longest)];
            }
        }
    }

    /// <summary>
    /// An address with its type (RFC 3464 section 2.3.2). One beyond US-ASCII keeps its field in seven bits as
    /// utf-8-addr-xtext (RFC 6533 section 3).
    /// </summary>
    public static string Typed(EmailAddress address)
    {
        var text = address.ToString();
        if (System.Text.Ascii.IsValid(text))
        {
            return $"rfc822; {text}";
        }

        var result = new StringBuilder("utf-8; ");
        foreach (var rune in text.EnumerateRunes())
        {
            result.Append(rune.Value is > ' ' and < 0x7f and not '\\' and not '+' and not '='
                ? rune.ToString()
                : $"\\x{{{rune.Value:X2}}}");
        }

        return result.ToString();
    }

    // Direction marks would let a peer rearrange the lines around its text.
    private static bool IsInvisible(char c) => char.IsWhiteSpace(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format;

    private static string Clean(string said, Func<char, bool> isKept)
    {
        var result = new StringBuilder(Math.Min(said.Length, Limit));
        foreach (var c in said.AsSpan(0, Math.Min(said.Length, Limit)))
        {
            var next = isKept(c) ? c : c is ' ' or '\t' or '\r' or '\n' ? ' ' : '?';
            if (next != ' ' || (result.Length > 0 && result[^1] != ' '))
            {
                result.Append(next);
            }
        }

        return result.ToString().TrimEnd();
    }
}
