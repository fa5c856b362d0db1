using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Causeway.Core.Addresses;

namespace Causeway.Mailboxes;

/// <summary>
/// The folder name of an address: the address in lower case, with %XX for what a file system could mistake.
/// </summary>
internal static class MailboxFolder
{
    /// <summary>File systems take 255 octets for a name; a longer address goes by its digest.</summary>
    private const int NameLimit = 200;

    public static string Of(EmailAddress address)
    {
        var text = Canonical(address);
        var name = new StringBuilder(text.Length);
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)octet;
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '@' or '-' or '_' or '+'
                || (c == '.' && name.Length > 0))
            {
                name.Append(c);
            }
            else
            {
                name.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
            }
        }

        return name.Length <= NameLimit
            ? name.ToString()
            : $"%{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }

    public static string Canonical(EmailAddress address) => address.ToString().ToLowerInvariant();
}
