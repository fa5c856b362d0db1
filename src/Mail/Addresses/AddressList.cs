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

        var reader = new AddressReader(Encoding.UTF8.GetString(text));
        var read = reader.Read();
        fault = reader.Fault ?? (IsClear(text, read) ? "" : "holds octets that are no UTF-8");
        addresses = fault.Length == 0 ? read : [];
        return fault.Length == 0;
    }

    // Names of people come in charsets of all kinds, which nobody declares. Whatever a reader makes of them, it finds
    // no other address where the field has one @ for each that we read, and none of them such octets: not even one
    // that takes longer forms of UTF-8 than the shortest for a character, and so C1 80 or ... 81 80 for an @.
    private static bool IsClear(ReadOnlySpan<byte> text, ImmutableArray<EmailAddress> read) => Utf8.IsValid(text)
        || (text.Count((byte)'@') == read.Length
            && text.IndexOf((ReadOnlySpan<byte>)[0xC1, 0x80]) < 0
            && text.IndexOf((ReadOnlySpan<byte>)[0x81, 0x80]) < 0
            && !read.Any(address => address.ToString().Contains('\uFFFD')));
}
