using System.Text;
using Causeway.Core.Addresses;

namespace Causeway.Smtp.Wire;

/// <summary>The mailbox of a path, out of the octets of a command line.</summary>
internal static class Mailbox
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

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
        if (at < 0 || !ULabels.TryToAscii(text[(at + 1)..], out var domain))
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
}
