using System.Globalization;
using System.Text;

namespace Causeway.Mail.Dsn;

/// <summary>
/// The encoding of ENVID and ORCPT (RFC 3461 section 4): an octet that may not stand there is "+" and two upper-case
/// hexadecimal digits.
/// </summary>
internal static class XText
{
    /// <summary>Null where it is not of the form, or holds what is not printable US-ASCII.</summary>
    public static string? Decode(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '+')
            {
                if (i + 2 >= text.Length || !byte.TryParse(
                    text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
                {
                    return null;
                }

                c = (char)octet;
                i += 2;
            }

            if (c is < ' ' or > '~')
            {
                return null;
            }

            result.Append(c);
        }

        return result.ToString();
    }

    /// <summary>
    /// ORCPT for the field Original-Recipient: its address type and its decoded address; null if invalid.
    /// </summary>
    public static string? Original(string parameter)
    {
        var semicolon = parameter.IndexOf(';', StringComparison.Ordinal);
        if (semicolon <= 0 || !parameter.AsSpan(0, semicolon).ContainsOnlyAtomText())
        {
            return null;
        }

        var address = Decode(parameter[(semicolon + 1)..]);
        return address is null or "" ? null : $"{parameter[..semicolon]}; {address}";
    }

    private static bool ContainsOnlyAtomText(this ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }
}
