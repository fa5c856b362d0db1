using System.Buffers;

namespace Causeway.Mail.Dsn;

/// <summary>The content transfer encoding quoted-printable (RFC 2045 section 6.7) of lines that end in CRLF.</summary>
internal static class QuotedPrintable
{
    private const int Columns = 76;

    public static byte[] Encode(ReadOnlySpan<byte> octets)
    {
        var result = new ArrayBufferWriter<byte>(octets.Length + (octets.Length / 8) + 16);
        var column = 0;
        for (var i = 0; i < octets.Length; i++)
        {
            if (octets[i..].StartsWith("\r\n"u8))
            {
                result.Write("\r\n"u8);
                column = 0;
                i++;
                continue;
            }

            var rest = octets[(i + 1)..];
            var isLast = rest.IsEmpty || rest.StartsWith("\r\n"u8);
            var stands = octets[i] is > (byte)' ' and <= (byte)'~' and not (byte)'='
                || (octets[i] is (byte)' ' or (byte)'\t' && !isLast);
            var width = stands ? 1 : 3;

            // A soft line break needs the last column for itself.
            if (column + width > (isLast ? Columns : Columns - 1))
            {
                result.Write("=\r\n"u8);
                column = 0;
            }

            if (stands)
            {
                result.Write(octets.Slice(i, 1));
            }
            else
            {
                result.Write([(byte)'=', Digit(octets[i] >> 4), Digit(octets[i] & 15)]);
            }

            column += width;
        }

        return result.WrittenSpan.ToArray();
    }

    private static byte Digit(int value) => "0123456789ABCDEF"u8[value];
}
