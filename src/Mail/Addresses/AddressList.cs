using System.Collections.Immutable;
using System.Text;
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

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

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

        try
        {
            var reader = new AddressReader(Strict.GetString(text));
            addresses = reader.Read();
            fault = reader.Fault ?? "";
            return reader.Fault is null;
        }
        catch (DecoderFallbackException)
        {
            fault = "holds octets that are no UTF-8";
            return false;
        }
    }
}
