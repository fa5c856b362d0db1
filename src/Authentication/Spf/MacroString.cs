using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Causeway.Authentication.Spf;

/// <summary>A text with macros, read once (RFC 7208 section 7.1).</summary>
internal sealed class MacroString
{
    private const string Letters = "slodiphcrtv";
    private const string LettersOfExplanations = "crt";

    private static readonly SearchValues<char> DelimiterCharacters = SearchValues.Create(".-+,/_=");

    private MacroString(string text, ImmutableArray<MacroPart> parts)
    {
        Text = text;
        Parts = parts;
    }

    public string Text { get; }

    public ImmutableArray<MacroPart> Parts { get; }

    public bool HasMacros => Parts.Any(part => part.Literal is null);

    /// <summary>True where the name of the client must be looked up first.</summary>
    public bool UsesNames => Parts.Any(part => part.Letter == 'p');

    /// <summary>Reads a macro-string, as modifiers have it that RFC 7208 does not know.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out MacroString? result) =>
        TryParse(text, isExplanation: false, out result);

    /// <summary>Reads an explain-string: spaces and three more letters are allowed (RFC 7208 section 7.2).</summary>
    public static bool TryParseExplanation(string text, [NotNullWhen(true)] out MacroString? result) =>
        TryParse(text, isExplanation: true, out result);

    /// <summary>Reads a domain-spec: it ends in a macro, or in a dot and a top label.</summary>
    public static bool TryParseDomainSpec(string text, [NotNullWhen(true)] out MacroString? result)
    {
        if (TryParse(text, out result) && result.Parts.Length > 0
            && (result.Parts[^1].IsExpand || EndsInTopLabel(result.Parts[^1].Literal!)))
        {
            return true;
        }

        result = null;
        return false;
    }

    private static bool TryParse(string text, bool isExplanation, [NotNullWhen(true)] out MacroString? result)
    {
        result = null;
        var parts = ImmutableArray.CreateBuilder<MacroPart>();
        var literal = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] != '%')
            {
                if (text[at] is < '!' or > '~' && !(isExplanation && text[at] == ' '))
                {
                    return false;
                }

                literal.Append(text[at++]);
                continue;
            }

            Flush(literal, parts);
            if (!TryReadExpand(text, isExplanation, ref at, out var part))
            {
                return false;
            }

            parts.Add(part);
        }

        Flush(literal, parts);
        result = new MacroString(text, parts.ToImmutable());
        return true;
    }

    private static void Flush(StringBuilder literal, ImmutableArray<MacroPart>.Builder parts)
    {
        if (literal.Length > 0)
        {
            parts.Add(new MacroPart(literal.ToString(), '\0'));
            literal.Clear();
        }
    }

    private static bool TryReadExpand(string text, bool isExplanation, ref int at, out MacroPart part)
    {
        part = default;
        var kind = at + 1 < text.Length ? text[at + 1] : '\0';
        if (kind is '%' or '_' or '-')
        {
            part = new MacroPart(kind switch { '%' => "%", '_' => " ", _ => "%20" }, '\0') { IsExpand = true };
            at += 2;
            return true;
        }

        var end = text.IndexOf('}', at);
        if (kind != '{' || end < 0 || !TryReadLetter(text.AsSpan((at + 2)..end), isExplanation, out part))
        {
            return false;
        }

        at = end + 1;
        return true;
    }

    private static bool TryReadLetter(ReadOnlySpan<char> inner, bool isExplanation, out MacroPart part)
    {
        part = default;
        if (inner.IsEmpty || !Letters.Contains(char.ToLowerInvariant(inner[0]), StringComparison.Ordinal))
        {
            return false;
        }

        var letter = char.ToLowerInvariant(inner[0]);
        var rest = inner[1..];
        var digits = rest.IndexOfAnyExceptInRange('0', '9') is var end && end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        var isReversed = !rest.IsEmpty && rest[0] is 'r' or 'R';
        var delimiters = isReversed ? rest[1..] : rest;
        part = new MacroPart(null, letter)
        {
            IsExpand = true,
            IsEscaped = char.IsAsciiLetterUpper(inner[0]),
            Parts = PartsOf(digits),
            IsReversed = isReversed,
            Delimiters = delimiters.IsEmpty ? null : delimiters.ToString(),
        };
        return part.Parts > 0 && !delimiters.ContainsAnyExcept(DelimiterCharacters)
            && (isExplanation || !LettersOfExplanations.Contains(letter, StringComparison.Ordinal));
    }

    // RFC 7208 section 7.3: zero is an error, and more parts than there are means all of them.
    private static int PartsOf(ReadOnlySpan<char> digits) =>
        digits.IsEmpty || !int.TryParse(digits, out var parts) ? int.MaxValue : parts;

    private static bool EndsInTopLabel(string literal)
    {
        var end = literal[^1] == '.' ? literal.Length - 1 : literal.Length;
        var dot = end > 0 ? literal.LastIndexOf('.', end - 1) : -1;
        if (dot < 0)
        {
            return false;
        }

        var label = literal.AsSpan((dot + 1)..end);
        var hasDigitsOnly = true;
        foreach (var character in label)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character != '-')
            {
                return false;
            }

            hasDigitsOnly &= char.IsAsciiDigit(character);
        }

        return !hasDigitsOnly && label[0] != '-' && label[^1] != '-';
    }
}
