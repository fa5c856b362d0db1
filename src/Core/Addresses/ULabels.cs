using System.Globalization;
using System.Text;

namespace Causeway.Core.Addresses;

/// <summary>
/// Domain names as people write them (U-labels) and as DNS knows them (A-labels; RFC 5890 section 2.3). Names that look
/// alike stay different names.
/// </summary>
public static class ULabels
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>
    /// The name in A-labels; one that is of ASCII stays as it is. False where it cannot be a name: it holds something
    /// other than letters, marks and digits, such as what turns the direction of a text.
    /// </summary>
    public static bool TryToAscii(string domain, out string ascii)
    {
        ascii = domain;
        if (Ascii.IsValid(domain))
        {
            return true;
        }

        var lower = domain.ToLowerInvariant();
        if (!lower.EnumerateRunes().All(IsOfLabel))
        {
            return false;
        }

        try
        {
            ascii = Idn.GetAscii(lower);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // RFC 5892 section 2: letters, marks and digits, roughly. RFC 5891 section 5.3 asks for normalization form C, which
    // the platform cannot check without its culture tables; combining accents, by which other forms differ, are refused
    // so that no two spellings of a name lead to different hosts.
    private static bool IsOfLabel(Rune rune) => rune.Value is '.' or '-'
        || (rune.Value is not (>= 0x300 and <= 0x36F) && Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.DecimalDigitNumber);
}
