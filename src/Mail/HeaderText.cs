using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Causeway.Mail;

/// <summary>
/// The text of an unstructured field for lists: unfolded (RFC 5322 section 2.2.3), encoded words decoded (RFC 2047),
/// raw octets read as UTF-8 (RFC 6532), control characters shown as spaces. What cannot be decoded stands as it was.
/// </summary>
public static class HeaderText
{
    /// <summary>No list shows more.</summary>
    private const int CharacterLimit = 1000;

    public static string Decode(ReadOnlySpan<byte> body) => Decode(body, CharacterLimit);

    internal static string Decode(ReadOnlySpan<byte> body, int limit)
    {
        var raw = Encoding.UTF8.GetString(body);
        var result = new StringBuilder();
        var isBehindWord = false;
        for (var i = 0; i < raw.Length && result.Length < limit;)
        {
            var gap = SpacesAt(raw, i);
            if (raw.AsSpan(i + gap).StartsWith("=?") && TryDecodeWord(raw, i + gap, out var text, out var length))
            {
                // RFC 2047 section 6.2: white space between two encoded words is not shown.
                result.Append(isBehindWord || gap == 0 ? "" : " ").Append(text);
                i += gap + length;
                isBehindWord = true;
                continue;
            }

            isBehindWord = false;
            var taken = gap > 0 ? gap : 1;
            result.Append(gap > 0 ? ' ' : raw[i]);
            i += taken;
        }

        return Clean(result).Trim();
    }

    /// <summary>
    /// True where an encoded word stands for control characters, which readers may take for the end of a text.
    /// </summary>
    internal static bool HidesControls(ReadOnlySpan<byte> body)
    {
        var raw = Encoding.UTF8.GetString(body);
        for (var at = raw.IndexOf("=?", StringComparison.Ordinal); at >= 0;)
        {
            var isWord = TryDecodeWord(raw, at, out var text, out var length);
            if (isWord && text.Any(char.IsControl))
            {
                return true;
            }

            at = raw.IndexOf("=?", at + (isWord ? length : 1), StringComparison.Ordinal);
        }

        return false;
    }

    private static int SpacesAt(string text, int from)
    {
        var end = from;
        while (end < text.Length && text[end] is ' ' or '\t' or '\r' or '\n')
        {
            end++;
        }

        return end - from;
    }

    private static string Clean(StringBuilder text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = char.IsControl(text[i]) ? ' ' : text[i];
        }

        return text.ToString();
    }

    // encoded-word = "=?" charset "?" encoding "?" encoded-text "?="
    private static bool TryDecodeWord(string raw, int at, out string text, out int length)
    {
        (text, length) = ("", 0);
        var charsetEnd = raw.IndexOf('?', at + 2);
        if (charsetEnd < 0 || charsetEnd + 2 >= raw.Length || raw[charsetEnd + 2] != '?')
        {
            return false;
        }

        var end = raw.IndexOf("?=", charsetEnd + 3, StringComparison.Ordinal);
        if (end < 0 || !TryFindCharset(raw[(at + 2)..charsetEnd], out var charset))
        {
            return false;
        }

        var octets = char.ToUpperInvariant(raw[charsetEnd + 1]) switch
        {
            'B' => FromBase64(raw.AsSpan(charsetEnd + 3, end - charsetEnd - 3)),
            'Q' => FromQuoted(raw.AsSpan(charsetEnd + 3, end - charsetEnd - 3)),
            _ => null,
        };
        length = end + 2 - at;
        text = octets is null ? "" : charset.GetString(octets);
        return octets is not null;
    }

    private static bool TryFindCharset(string name, out Encoding charset)
    {
        // RFC 2231 section 5: a language may follow an asterisk.
        var star = name.IndexOf('*', StringComparison.Ordinal);
        var plain = star < 0 ? name : name[..star];
        try
        {
            charset = CodePagesEncodingProvider.Instance.GetEncoding(plain) ?? Encoding.GetEncoding(plain);
            return true;
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            // Not supported is UTF-7, which the platform knows and does not read any more.
            charset = Encoding.UTF8;
            return false;
        }
    }

    private static byte[]? FromBase64(ReadOnlySpan<char> text)
    {
        var octets = new byte[text.Length];
        return Convert.TryFromBase64Chars(text, octets, out var written) ? octets[..written] : null;
    }

    private static byte[]? FromQuoted(ReadOnlySpan<char> text)
    {
        var octets = new ArrayBufferWriter<byte>(text.Length + 1);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '=')
            {
                if (i + 2 >= text.Length || !byte.TryParse(
                    text.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
                {
                    return null;
                }

                octets.Write([value]);
                i += 2;
            }
            else if (c > 126)
            {
                return null;
            }
            else
            {
                octets.Write([c == '_' ? (byte)' ' : (byte)c]);
            }
        }

        return octets.WrittenSpan.ToArray();
    }
}
