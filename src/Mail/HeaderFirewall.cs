using System.Buffers;
using System.Text;

namespace Causeway.Mail;

/// <summary>
/// Removes the fields by which a stranger could speak in our name; nothing else. All other octets stay as they are and
/// in their order.
/// </summary>
public static class HeaderFirewall
{
    private static readonly SearchValues<byte> IdEnds = SearchValues.Create(" \t\r\n;("u8);

    /// <summary>
    /// The header block without fields of the kinds, its empty line included. <paramref name="authservIds"/> are the
    /// names by which our sites sign <c>Authentication-Results</c>. The same memory where nothing had to go.
    /// </summary>
    public static ReadOnlyMemory<byte> Strip(
        HeaderBlock header, HeaderKinds kinds, IReadOnlyCollection<string> authservIds) =>
        header.Without(field => MustGo(header, field, kinds, authservIds));

    private static bool MustGo(
        HeaderBlock header, HeaderField field, HeaderKinds kinds, IReadOnlyCollection<string> authservIds)
    {
        var name = header.NameOf(field);
        return (kinds.HasFlag(HeaderKinds.Ours) && StartsWith(name, "X-Causeway-"u8))
            || (kinds.HasFlag(HeaderKinds.Verdict) && header.IsNamed(field, "X-Causeway-Authentication"u8))
            || (kinds.HasFlag(HeaderKinds.Exchange)
                && (StartsWith(name, "X-MS-Exchange-Organization-"u8)
                    || StartsWith(name, "X-MS-Exchange-Forest-"u8)
                    || StartsWith(name, "X-MS-Exchange-CrossPremises-"u8)))
            || (kinds.HasFlag(HeaderKinds.AuthenticationResults)
                && header.IsNamed(field, "Authentication-Results"u8)
                && IsOurs(AuthservIdOf(header.BodyOf(field)), authservIds));
    }

    private static bool StartsWith(ReadOnlySpan<byte> name, ReadOnlySpan<byte> prefix) =>
        name.Length >= prefix.Length && Ascii.EqualsIgnoreCase(name[..prefix.Length], prefix);

    private static bool IsOurs(string id, IReadOnlyCollection<string> ours) =>
        ours.Contains(id, StringComparer.OrdinalIgnoreCase);

    /// <summary>RFC 8601 section 2.2: [CFWS] authserv-id [ CFWS version ] ";"; the id may be quoted.</summary>
    internal static string AuthservIdOf(ReadOnlySpan<byte> body)
    {
        var text = body[SkipComments(body)..];
        if (text.IsEmpty)
        {
            return "";
        }

        if (text[0] == '"')
        {
            var close = text[1..].IndexOf((byte)'"');
            return Encoding.UTF8.GetString(close < 0 ? text[1..] : text[1..(close + 1)]).TrimEnd('.');
        }

        var end = text.IndexOfAny(IdEnds);

        // A final dot names the same host.
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]).TrimEnd('.');
    }

    private static int SkipComments(ReadOnlySpan<byte> text)
    {
        var depth = 0;
        var i = 0;
        for (; i < text.Length; i++)
        {
            switch (text[i])
            {
                case (byte)'(':
                    depth++;
                    break;
                case (byte)')' when depth > 0:
                    depth--;
                    break;
                case (byte)'\\' when depth > 0:
                    i++;
                    break;
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                    break;
                default:
                    if (depth == 0)
                    {
                        return i;
                    }

                    break;
            }
        }

        return Math.Min(i, text.Length);
    }
}
