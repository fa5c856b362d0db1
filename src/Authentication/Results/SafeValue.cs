using System.Buffers;
using System.Globalization;
using System.Text;

namespace Causeway.Authentication.Results;

/// <summary>
/// Values as they stand in <c>Authentication-Results</c>. A character by which even a careless reader, one that splits
/// at semicolons and equals signs or knows no quotes, could be led to a finding that is not ours becomes a question
/// mark.
/// </summary>
internal static class SafeValue
{
    /// <summary>RFC 5321 section 4.5.3.1.2: a domain has at most 255 octets; nothing longer is worth naming.</summary>
    public const int MostCharacters = 255;

    // RFC 2045 section 5.1: what a token may hold, less what is not worth the risk.
    private static readonly SearchValues<char> Token =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`{|}~");

    // What a quoted string may hold besides, and a careless reader understands nothing by.
    private static readonly SearchValues<char> Quotable = SearchValues.Create("/:@[],?");

    /// <summary>
    /// A value: as it is where it is a token or an address of such; else quoted. Empty is a quoted nothing.
    /// </summary>
    public static string Of(string value)
    {
        var safe = Safe(value, allowsSpaces: false);
        return IsToken(safe) || IsAddress(safe) ? safe : $"\"{safe}\"";
    }

    /// <summary>A reason: a text for people, quoted, with single spaces; or a number, as it is.</summary>
    public static string OfText(string text)
    {
        var words = Safe(text, allowsSpaces: true).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [var one] && one.All(char.IsAsciiDigit) ? one : $"\"{string.Join(' ', words)}\"";
    }

    /// <summary>A name or result, which only this program chooses.</summary>
    public static string Keyword(string word) => IsKeyword(word)
        ? word
        : throw new InvalidOperationException("A method, result or property holds what its field cannot.");

    /// <summary>RFC 8601 section 2.2: letters, digits and inner hyphens; an underscore is in use as well.</summary>
    public static bool IsKeyword(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not '-' and not '_')
            {
                return false;
            }
        }

        return word.Length is > 0 and <= 63 && word[0] != '-' && word[^1] != '-';
    }

    private static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Token);

    private static bool IsAddress(string text) =>
        text.Split('@') is [var local, var domain] && (local.Length == 0 || IsToken(local)) && IsToken(domain);

    private static string Safe(string value, bool allowsSpaces)
    {
        var result = new StringBuilder();
        foreach (var rune in value.EnumerateRunes())
        {
            if (result.Length + rune.Utf16SequenceLength > MostCharacters)
            {
                break;
            }

            result.Append(IsSafe(rune) || (allowsSpaces && rune.Value == ' ') ? rune.ToString() : "?");
        }

        return result.ToString();
    }

    // RFC 8616 section 4 allows UTF-8. Of it stay letters, marks and digits: what turns the direction of a text, is not
    // seen, or looks like punctuation goes.
    private static bool IsSafe(Rune rune) => rune.IsAscii
        ? Token.Contains((char)rune.Value) || Quotable.Contains((char)rune.Value)
        : Rune.GetUnicodeCategory(rune) is UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.DecimalDigitNumber;
}
