using System.Buffers;
using System.Text;

namespace Causeway.Smtp.Client;

/// <summary>Reads one reply, line by line, from octets that arrive in pieces (RFC 5321 section 4.2.1).</summary>
internal sealed class ReplyParser
{
    // RFC 5321 section 4.5.3.1.5: a reply line is at most 512 octets; some servers write longer ones.
    private const int MaximumLineLength = 2048;

    // RFC 5321 names no limit on lines; no honest reply comes near this one.
    private const int MaximumLines = 100;

    private readonly List<string> lines = [];
    private int code;

    /// <summary>
    /// Consumes whole lines from the front of the buffer; the reply, once its last line was among them.
    /// </summary>
    public WireReply? Read(ref ReadOnlySequence<byte> buffer)
    {
        while (true)
        {
            var reader = new SequenceReader<byte>(buffer);
            if (!reader.TryReadTo(out ReadOnlySequence<byte> line, "\r\n"u8))
            {
                return buffer.Length > MaximumLineLength ? throw Fault("a reply line is too long") : null;
            }

            var isLast = Add(line);
            buffer = buffer.Slice(reader.Position);
            if (isLast)
            {
                return new WireReply(code, lines);
            }
        }
    }

    private static SmtpConnectionBrokenException Fault(string what) => new($"The peer broke the protocol: {what}.");

    private static string Printable(string text) =>
        string.Create(text.Length, text, static (result, source) =>
        {
            for (var i = 0; i < result.Length; i++)
            {
                result[i] = char.IsControl(source[i]) ? '?' : source[i];
            }
        });

    private bool Add(ReadOnlySequence<byte> octets)
    {
        if (octets.Length > MaximumLineLength || lines.Count == MaximumLines)
        {
            throw Fault("a reply is too long");
        }

        var line = Printable(Encoding.UTF8.GetString(octets));
        if (line.Length < 3 || line[0] is < '2' or > '5' || !char.IsAsciiDigit(line[1]) || !char.IsAsciiDigit(line[2])
            || (line.Length > 3 && line[3] is not ' ' and not '-'))
        {
            throw Fault($"'{line[..Math.Min(line.Length, 80)]}' is no reply");
        }

        var lineCode = ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + line[2] - '0';
        if (lines.Count > 0 && lineCode != code)
        {
            throw Fault($"one reply bears the codes {code} and {lineCode}");
        }

        code = lineCode;
        lines.Add(line.Length > 4 ? line[4..] : "");
        return line.Length == 3 || line[3] == ' ';
    }
}
