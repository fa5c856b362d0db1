using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using Causeway.Core.Addresses;

namespace Causeway.Mail.Addresses;

/// <summary>
/// The mailboxes of a field such as From (RFC 5322 section 3.4), read strictly: what two readers could understand
/// differently is no address. Refused are the obsolete forms (routes, white space and comments within an address, empty
/// elements), groups, comments that look like addresses, encoded words that are addresses or hide control characters.
/// </summary>
public static class AddressList
{
    /// <summary>The longest field that is read, in octets. A header block may hold more.</summary>
    public const int MostOctets = 16 << 10;

    /// <summary>The most addresses in one field.</summary>
    public const int MostAddresses = 1000;

    private const string NoUtf8 = "holds octets that are no UTF-8";

    /// <summary>
    /// Reads what stands behind a field's colon, its line end included. Where it fails, <paramref name="fault"/> says
    /// why, as the end of a sentence; else it is empty.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> body, out ImmutableArray<EmailAddress> addresses, out string fault)
    {
        addresses = [];
        if (body.Length > MostOctets)
        {
            fault = $"is longer than {MostOctets} octets";
            return false;
        }

        var text = body.EndsWith("\r\n"u8) ? body[..^2] : body;
        if (HeaderText.HidesControls(text))
        {
            fault = "hides control characters in an encoded word";
            return false;
        }

        // Names of people come in charsets of all kinds, which nobody declares; addresses do not.
        var isUtf8 = Utf8.IsValid(text);
        if (!isUtf8 && HidesSpecials(text))
        {
            fault = NoUtf8;
            return false;
        }

        var reader = new AddressReader(Encoding.UTF8.GetString(text));
        var read = reader.Read();
        fault = reader.Fault
            ?? (!isUtf8 && read.Any(address => address.ToString().Contains('\uFFFD')) ? NoUtf8 : "");
        addresses = fault.Length == 0 ? read : [];
        return fault.Length == 0;
    }

    // In a charset that has two octets for a character the second may be one that an address is read by; and a careless
    // reader of UTF-8 takes more octets than the shortest form has for one.
    private static bool HidesSpecials(ReadOnlySpan<byte> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if ((text[i - 1], text[i]) is (>= 0x80, (byte)'@' or (byte)'[' or (byte)'\\' or (byte)']')
                or (0xC0 or 0xC1, >= 0x80 and < 0xC0) or (0xE0, >= 0x80 and < 0xA0) or (0xF0, >= 0x80 and < 0x90))
            {
                return true;
            }
        }

        return false;
    }
}
