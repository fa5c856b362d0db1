using System.Text;

namespace Causeway.Transport.Domains;

/// <summary>What a text that somebody published has to do with a token.</summary>
internal static class TokenText
{
    private const int LongestShown = 80;
    private const string Quotes = "\"'\\\u201c\u201d\u2018\u2019";

    /// <summary>Digits of a hash say the same in both cases, and blanks around them nothing.</summary>
    public static bool Is(string text, DomainToken token) =>
        text.Trim().Equals(token.Text, StringComparison.OrdinalIgnoreCase);

    /// <summary>What is wrong with a text that was meant to be the token; null for one that was not.</summary>
    /// <param name="others">The tokens of the organization's other domains.</param>
    public static string? NearMiss(string text, DomainToken token, IEnumerable<DomainToken> others)
    {
        var bare = string.Concat(text.Where(sign => !Quotes.Contains(sign, StringComparison.Ordinal))).Trim();
        var shown = Shown(text);
        if (Is(bare, token))
        {
            return $"{shown} stands in quotes inside the record; write it without, DNS adds those that it needs";
        }

        if (DomainToken.CodeOf(bare) is { } code)
        {
            return others.FirstOrDefault(other => other.Code == code) is { } other
                ? $"{shown} is the token of {other.Domain}, not of {token.Domain}"
                : $"{shown} is the token of another organization, or of another authority of this one";
        }

        var solid = string.Concat(bare.Where(sign => !char.IsWhiteSpace(sign)));
        return bare.Equals(token.Code, StringComparison.OrdinalIgnoreCase)
                ? $"{shown} lacks {DomainToken.Prefix} before it"
            : Is(solid, token) ? $"{shown} has blanks inside"
            : solid.Length >= DomainToken.Prefix.Length && IsBeginning(solid, token)
                ? $"{shown} is cut: {solid.Length} of {token.Text.Length} characters"
            : bare.Contains(token.Text, StringComparison.OrdinalIgnoreCase)
                ? $"{shown} holds the token among other text; give it a record of its own"
            : bare.StartsWith(DomainToken.Prefix, StringComparison.OrdinalIgnoreCase)
                ? $"{shown} begins as a token does and is none; compare it sign by sign"
            : null;
    }

    /// <summary>A stranger's text, fit for a terminal.</summary>
    public static string Shown(string text)
    {
        var shown = new StringBuilder("'");
        foreach (var sign in text.Take(LongestShown))
        {
            shown.Append(char.IsControl(sign) || char.IsSurrogate(sign)
                || char.GetUnicodeCategory(sign) == System.Globalization.UnicodeCategory.Format ? '?' : sign);
        }

        return shown.Append(text.Length > LongestShown ? "...'" : "'").ToString();
    }

    private static bool IsBeginning(string text, DomainToken token) =>
        token.Text.StartsWith(text, StringComparison.OrdinalIgnoreCase);
}
