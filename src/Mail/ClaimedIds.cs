using System.Globalization;
using System.Text;

namespace Causeway.Mail;

/// <summary>
/// In whose name an <c>Authentication-Results</c> field speaks (RFC 8601 section 2.2: [CFWS] authserv-id [CFWS version]
/// ";"). Not every reader reads by that grammar: some know no quotes, no escapes, no comments in comments, or decode
/// encoded words first. So a field is one of ours as soon as any of them could see our id; who never writes it loses
/// nothing by it.
/// </summary>
internal static class ClaimedIds
{
    // RFC 5321 section 4.5.3.1.2: a domain has at most 255 octets; of a longer word the beginning is not ours either.
    private const int LongestId = 256;

    // As many as are read of such a field elsewhere. To look for encoded words in more takes too long, and no honest
    // field has any.
    private const int MostOctets = 16 << 10;

    // Where an id could stand, in one field. A comment for each result and each property of 50 methods are not so many.
    private const int MostPlaces = 512;

    /// <summary>
    /// True where a reader could take the field for one of these ids', and where it has more places for one than are
    /// looked at.
    /// </summary>
    public static bool HasOneOf(ReadOnlySpan<byte> body, AuthservIds ids)
    {
        var text = Encoding.UTF8.GetString(body);
        return IsAmong(text, ids)
            || (text.Contains("=?", StringComparison.Ordinal)
                && (body.Length > MostOctets || IsAmong(HeaderText.Decode(body, int.MaxValue), ids)));
    }

    // The id stands in front, or behind something that a reader may take for the end of a comment.
    private static bool IsAmong(string text, AuthservIds ids)
    {
        if (Begins(text, isInFront: true, ids))
        {
            return true;
        }

        var places = 0;
        for (var close = text.IndexOf(')', StringComparison.Ordinal); close >= 0;)
        {
            if (++places > MostPlaces || Begins(text.AsSpan(close + 1), isInFront: false, ids))
            {
                return true;
            }

            close = text.IndexOf(')', close + 1);
        }

        return false;
    }

    // Whether the word that comes first, without quotes and escapes, is an id. White space and comments are passed over
    // before it and, as obsolete forms have it (RFC 5322 section 4.4), around its dots.
    private static bool Begins(ReadOnlySpan<char> text, bool isInFront, AuthservIds ids)
    {
        var word = new StringBuilder();
        var hasGap = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '(' && isInFront)
            {
                i += Comment.At(text[i..]).Length - 1;
                hasGap = true;
            }
            else if (char.IsWhiteSpace(c) || char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format)
            {
                hasGap = true;
            }
            else if (c is '.' || char.IsLetterOrDigit(c) || c is '-' or '_' || char.IsSurrogate(c) || IsMark(c))
            {
                var isWhole = hasGap && word.Length > 0;
                if (isWhole && ids.Contains(word.ToString()))
                {
                    return true;
                }

                if ((isWhole && c != '.' && word[^1] != '.') || word.Length == LongestId)
                {
                    break;
                }

                hasGap = false;
                word.Append(c);
            }
            else if (c is not ('"' or '\\' or '\''))
            {
                break;
            }
        }

        return ids.Contains(word.ToString());
    }

    private static bool IsMark(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
