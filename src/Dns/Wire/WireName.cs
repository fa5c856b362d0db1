using System.Globalization;
using System.Text;

namespace Causeway.Dns.Wire;

/// <summary>
/// Names as text and on the wire. Any octet may stand in a label (RFC 2181 section 11); in text a dot, a backslash and
/// what is not printable are escaped (RFC 1035 section 5.1). Text is in lower case, without the dot at the end.
/// </summary>
internal static class WireName
{
    // RFC 1035 section 2.3.4.
    public const int MaximumLength = 255;
    private const int MaximumLabel = 63;

    /// <summary>False where no such name can be: an empty label, one of more than 63 octets, 255 in all.</summary>
    public static bool TryEncode(string name, out byte[] octets)
    {
        var encoded = new List<byte>();
        var label = new List<byte>();
        octets = [];
        var text = name.EndsWith('.') && !name.EndsWith("\\.", StringComparison.Ordinal) ? name[..^1] : name;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '.')
            {
                if (!TryClose(encoded, label))
                {
                    return false;
                }
            }
            else if (text[i] == '\\' && i + 3 < text.Length
                && byte.TryParse(text.AsSpan(i + 1, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var octet))
            {
                label.Add(octet);
                i += 3;
            }
            else if (text[i] == '\\' && i + 1 < text.Length && char.IsAscii(text[i + 1]))
            {
                label.Add((byte)text[++i]);
            }
            else
            {
                _ = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var read);
                label.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
                i += read - 1;
            }
        }

        if ((text.Length > 0 && !TryClose(encoded, label)) || encoded.Count >= MaximumLength)
        {
            return false;
        }

        octets = [.. encoded, 0];
        return true;
    }

    public static void AppendLabel(StringBuilder text, ReadOnlySpan<byte> label)
    {
        text.Append(text.Length == 0 ? "" : ".");
        foreach (var octet in label)
        {
            var c = char.ToLowerInvariant((char)octet);
            _ = c switch
            {
                '.' or '\\' => text.Append('\\').Append(c),
                > ' ' and <= '~' => text.Append(c),
                _ => text.Append('\\').Append(octet.ToString("D3", CultureInfo.InvariantCulture)),
            };
        }
    }

    private static bool TryClose(List<byte> encoded, List<byte> label)
    {
        if (label.Count is 0 or > MaximumLabel)
        {
            return false;
        }

        encoded.Add((byte)label.Count);
        encoded.AddRange(label);
        label.Clear();
        return true;
    }
}
