using System.Globalization;
using System.Text;

namespace Causeway.Smtp.Wire;

/// <summary>xtext (RFC 3461 section 4): an octet may be written as "+" and two upper-case hexadecimal digits.</summary>
internal static class Xtext
{
    /// <summary>Reads ASCII, control characters among it.</summary>
    public static bool TryDecode(string value, out string text)
    {
        var decoded = new StringBuilder(value.Length);
        text = "";
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == '+')
            {
                if (i + 2 >= value.Length || !IsDigit(value[i + 1]) || !IsDigit(value[i + 2]))
                {
                    return false;
                }

                var octet = value.AsSpan(i + 1, 2);
                c = (char)byte.Parse(octet, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                i += 2;
            }
            else if (c is < '!' or > '~' or '=')
            {
                return false;
            }

            if (c > '\x7f')
            {
                return false;
            }

            decoded.Append(c);
        }

        text = decoded.ToString();
        return true;
    }

    /// <summary>
    /// True for xtext that stands for printable ASCII and spaces, as ENVID and ORCPT must (RFC 3461 sections 4.2 and
    /// 4.4): it goes into a report's fields.
    /// </summary>
    public static bool IsPrintable(string value) =>
        value.Length > 0 && TryDecode(value, out var text) && text.All(c => c is >= ' ' and <= '~');

    private static bool IsDigit(char c) => char.IsAsciiDigit(c) || c is >= 'A' and <= 'F';
}
