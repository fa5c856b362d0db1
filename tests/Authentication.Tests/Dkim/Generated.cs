using System.Text;

namespace Causeway.Authentication.Tests.Dkim;

/// <summary>Messages that are hard to make canonical, and changes to them, by a seed.</summary>
internal sealed class Generated(int seed)
{
    private static readonly string[] Names =
    [
        "To", "Cc", "Subject", "SUBJECT", "Date", "Message-ID", "References", "List-Id", "Content-Type", "X-Other",
        "MIME-Version",
    ];

    private static readonly string[] Words =
        ["a", "Bc", "ann@contoso.example", "<x>", "=?utf-8?q?x?=", "\u00e4", "a;b=c", "d: e", "\"q\\\"q\"", "(c)"];

    private readonly Random random = new(seed);

    public byte[] Message()
    {
        var text = new StringBuilder();
        var from = random.Next(5);
        for (var i = 0; i < 5; i++)
        {
            text.Append(i == from ? "From" : Pick(Names)).Append(':').Append(Pick(" ", "", "  ", "\t"));
            text.Append(i == from ? Pick("Ann\t <ann@contoso.example>", "ann@contoso.example\r\n ") : "");
            for (var words = random.Next(1, 6); words > 0 && i != from; words--)
            {
                text.Append(Pick(Words));
                text.Append(words == 1 ? Pick("", "", " ") : Pick(" ", "  ", "\t", "\r\n ", "\r\n\t "));
            }

            text.Append("\r\n");
        }

        text.Append("\r\n");
        for (var lines = random.Next(0, 8); lines > 0; lines--)
        {
            text.Append(Pick("", "", Pick(Words), $"{Pick(Words)} {Pick(Words)}", $" {Pick(Words)}\t", "-- ", " \t"));
            text.Append("\r\n");
        }

        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>The message with something in it changed, not in its first field; no CR or LF is left alone.</summary>
    public byte[] Change(byte[] message)
    {
        var text = Encoding.Latin1.GetString(message);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 2;
        var fields = text[..end].Replace("\r\n", "\n", StringComparison.Ordinal)
            .Replace("\n ", "\r ", StringComparison.Ordinal).Replace("\n\t", "\r\t", StringComparison.Ordinal)
            .TrimEnd('\n').Split('\n').ToList();
        var body = text[(end + 2)..];
        var at = random.Next(1, fields.Count);
        switch (random.Next(12))
        {
            case 0: fields.RemoveAt(at); break;
            case 1: fields.Insert(random.Next(0, fields.Count), fields[at]); break;
            case 2: (fields[1], fields[at]) = (fields[at], fields[1]); break;
            case 3: fields[at] = fields[at].ToUpperInvariant(); break;
            case 4: fields[at] = fields[at].Replace(" ", Pick("  ", "\t", "\r "), StringComparison.Ordinal); break;
            case 5: fields[at] += Pick(" ", "\t", "x", "\r x"); break;
            case 6: fields.Insert(random.Next(0, fields.Count), Pick("X-New: a", "From: eve@b.example", "Cc: b"));
                break;
            case 7: body += Pick("\r\n", "\r\n\r\n", "x\r\n", " \r\n"); break;
            case 8: body = Pick("\r\n", "x", " ") + (body.Length == 0 ? "\r\n" : body); break;
            case 9: body = body.Replace(" ", Pick("  ", "\t", ""), StringComparison.Ordinal); break;
            case 10: body = body.Replace("\r\n", Pick(" \r\n", "\r\n\r\n", "\t\r\n"), StringComparison.Ordinal); break;
            default: body = body.Replace("a", Pick("b", "A"), StringComparison.Ordinal); break;
        }

        return Encoding.Latin1.GetBytes(
            string.Concat(fields.Select(field => field.Replace("\r", "\r\n", StringComparison.Ordinal) + "\r\n"))
            + "\r\n" + body);
    }

    private string Pick(params ReadOnlySpan<string> from) => from[random.Next(from.Length)];
}
