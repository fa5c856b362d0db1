using System.Globalization;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Mail;

namespace Causeway.Authentication.Dmarc;

/// <summary>
/// Every domain behind an at sign in the octets of a field, as they stand, with encoded words decoded and without
/// comments: what a reader of a From that is no list of addresses could find in it.
/// </summary>
internal static class NamedDomains
{
    // RFC 1035 section 2.3.4: 255 octets; and dots that a reader may pass over.
    private const int LongestName = 300;

    public static IEnumerable<string> In(ReadOnlySpan<byte> field)
    {
        var (text, decoded) = (Encoding.UTF8.GetString(field), HeaderText.Decode(field));
        return In(text).Concat(In(decoded)).Concat(In(Squeezed(text))).Concat(In(Squeezed(decoded)));
    }

    private static List<string> In(string text)
    {
        var found = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var end = at + 1;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || char.IsSurrogate(text[end])
                || text[end] is '.' or '-' or '_'))
            {
                end++;
            }

            if (end - at <= LongestName && Name(text[(at + 1)..end].Trim('.')) is { } domain && seen.Add(domain))
            {
                found.Add(domain);
            }
        }

        return found;
    }

    // Without comments, white space, what is no UTF-8 and what is not seen, as obsolete forms may have them within an
    // address (RFC 5322 section 4.4).
    private static string Squeezed(string text)
    {
        var result = new StringBuilder(text.Length);
        var depth = 0;
        foreach (var c in text)
        {
            depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
            if (depth == 0 && c != ')' && !char.IsWhiteSpace(c) && !char.IsControl(c)
                && c != '\uFFFD' && char.GetUnicodeCategory(c) != UnicodeCategory.Format)
            {
                result.Append(c);
            }
        }

        return result.ToString();
    }

    /// <summary>A domain in A-labels and lower case, without a final dot; null for what DNS cannot know.</summary>
    public static string? Name(string? text) =>
        text is not null && text.Length <= 255 && ULabels.TryToAscii(text, out var ascii)
        && DomainName.TryParse(ascii, out var domain) && !domain.IsAddressLiteral
            ? domain.Value
            : null;
}
