using System.Buffers;
using Causeway.Core.Replies;

namespace Causeway.Smtp.Wire;

/// <summary>
/// Writes replies (RFC 5321 section 4.2) in printable ASCII; anything else in a text becomes a question mark.
/// </summary>
public static class ReplyWriter
{
    // RFC 5321 section 4.5.3.1.5: a reply line is at most 512 octets, code and CRLF included.
    private const int LongestLine = 510;

    /// <summary>Writes one reply and returns its octets.</summary>
    public static int Write(IBufferWriter<byte> output, SmtpReply reply) => WriteLine(output, reply.ToString());

    /// <summary>Writes a reply of several lines, without enhanced codes, as to EHLO.</summary>
    public static int Write(IBufferWriter<byte> output, int code, IReadOnlyList<string> lines)
    {
        var written = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            written += WriteLine(output, $"{code}{(i == lines.Count - 1 ? ' ' : '-')}{lines[i]}");
        }

        return written;
    }

    private static int WriteLine(IBufferWriter<byte> output, string line)
    {
        var length = Math.Min(line.Length, LongestLine);
        var target = output.GetSpan(length + 2);
        for (var i = 0; i < length; i++)
        {
            target[i] = line[i] is >= ' ' and <= '~' ? (byte)line[i] : (byte)'?';
        }

        "\r\n"u8.CopyTo(target[length..]);
        output.Advance(length + 2);
        return length + 2;
    }
}
