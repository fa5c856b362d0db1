using System.Globalization;
using System.Text;

namespace Causeway.Smtp.Wire;

/// <summary>The mailbox of a path, out of the octets of a command line.</summary>
internal static class Mailbox
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>
    /// Turns octets above 127 into what they mean: UTF-8 in the local part, U-labels in the domain (RFC 6531 section
    /// 3.3). The domain becomes A-labels, because DNS and the topology know nothing else (RFC 6531 section 3.2).
    /// <paramref name="fault"/> is what to say of text that is none.
    /// </summary>
    public static SyntaxFault Decode(string octets, bool allowsUtf8, SyntaxFault fault, out string mailbox)
    {
        mailbox = octets;
        if (Ascii.IsValid(octets))
        {
            return SyntaxFault.None;
        }

        if (!allowsUtf8)
        {
            return SyntaxFault.NonAsciiAddress;
        }

        if (!TryReadUtf8(octets, out var text))
        {
            return fault;
        }

        var at = text.LastIndexOf('@');
        if (at < 0 || !TryToAscii(text[(at + 1)..], out var domain))
        {
            return fault;
        }

        mailbox = text[..(at + 1)] + domain;
        return SyntaxFault.None;
    }

    /// <summary>Reads octets, given as Latin-1, as UTF-8 without control characters.</summary>
    public static bool TryReadUtf8(string octets, out string text)
    {
        try
        {
            text = StrictUtf8.GetString(Encoding.Latin1.GetBytes(octets));
            return !text.Any(char.IsControl);
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }

    private static bool TryToAscii(string domain, out string ascii)
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
