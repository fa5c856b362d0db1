using System.Text;
using Causeway.Core.Addresses;
using Causeway.Mail;

namespace Causeway.Authentication.Dmarc;

/// <summary>
/// Every domain behind an at sign in the octets of a field, as they stand and with encoded words decoded: what a reader
/// of a From that is no list of addresses could find in it.
/// </summary>
internal static class NamedDomains
{
    public static IEnumerable<string> In(ReadOnlySpan<byte> field) =>
        In(Encoding.UTF8.GetString(field)).Concat(In(HeaderText.Decode(field)));

    private static List<string> In(string text)
    {
        var found = new List<string>();
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var start = at + 1;
            while (start < text.Length && (char.IsWhiteSpace(text[start]) || text[start] == '\0'))
            {
                start++;
            }

            var end = start;
            while (end < text.Length && (char.IsLetterOrDigit(text[end]) || char.IsSurrogate(text[end])
                || text[end] is '.' or '-' or '_'))
            {
                end++;
            }

            if (Name(text[start..end]) is { } domain && !found.Contains(domain) && found.Count <= AuthorDomain.MostDomains)
            {
                found.Add(domain);
            }
        }

        return found;
    }

    /// <summary>A domain in A-labels and lower case, without a final dot; null for what DNS cannot know.</summary>
    public static string? Name(string? text) =>
        text is not null && text.Length <= 255 && ULabels.TryToAscii(text, out var ascii)
        && DomainName.TryParse(ascii, out var domain) && !domain.IsAddressLiteral
            ? domain.Value
            : null;
}
