using System.Buffers;
using System.Text;

namespace Causeway.Configuration.Csv;

/// <summary>
/// Cuts octets into records and fields as RFC 4180 section 2 says, with LF or CRLF at the end of a line. Empty lines
/// are passed over. Fields stay where they are; only the one that is asked for becomes text.
/// </summary>
internal sealed class CsvScanner(string file, byte[] octets, List<Fault> faults)
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(",\"\r\n"u8);

    private readonly List<CsvField> fields = [];
    private char[] buffer = new char[256];
    private int position;
    private int line = 1;
    private int lineStart;

    /// <summary>The fields of the current record.</summary>
    public IReadOnlyList<CsvField> Fields => fields;

    /// <summary>Goes to the next record; false at the end, and behind a quote that is never closed.</summary>
    public bool MoveNext()
    {
        var isEmptyLine = true;
        while (isEmptyLine && position < octets.Length)
        {
            isEmptyLine = TryTakeLineEnd();
        }

        fields.Clear();
        if (position >= octets.Length)
        {
            return false;
        }

        while (true)
        {
            if (position < octets.Length && octets[position] == '"')
            {
                if (!TakeQuoted())
                {
                    return false;
                }
            }
            else
            {
                TakePlain();
            }

            if (position < octets.Length && octets[position] == ',')
            {
                position++;
                continue;
            }

            if (position < octets.Length)
            {
                TryTakeLineEnd();
            }

            return true;
        }
    }

    /// <summary>The text of a field without the spaces around it; valid until the next call.</summary>
    public ReadOnlySpan<char> Text(CsvField field)
    {
        var raw = octets.AsSpan(field.Start, field.Length);
        if (buffer.Length < raw.Length)
        {
            buffer = new char[raw.Length * 2];
        }

        var length = Encoding.UTF8.GetChars(raw, buffer);
        if (field.HasEscapes)
        {
            var kept = 0;
            for (var i = 0; i < length; i++)
            {
                buffer[kept++] = buffer[i];
                i += buffer[i] == '"' ? 1 : 0;
            }

            length = kept;
        }

        return buffer.AsSpan(0, length).Trim();
    }

    /// <summary>Records a fault at a place in the text of a field.</summary>
    public void Add(CsvField field, int offset, string found, string write)
    {
        // Spaces before the text and doubled quotes are in the file and not in the text.
        var raw = Encoding.UTF8.GetString(octets, field.Start, field.Length);
        var at = raw.Length - raw.TrimStart().Length;
        for (var i = 0; i < offset && at < raw.Length; i++)
        {
            at += raw[at] == '"' && field.HasEscapes ? 2 : 1;
        }

        var before = raw[..Math.Min(at, raw.Length)];
        var breaks = before.Count(c => c == '\n');
        var start = Encoding.UTF8.GetCharCount(octets, field.LineStart, field.Start - field.LineStart);
        var column = breaks > 0 ? before.Length - before.LastIndexOf('\n') : start + before.Length + 1;
        faults.Add(new Fault(file, field.Line + breaks, column, found, write));
    }

    private bool TryTakeLineEnd()
    {
        var length = octets[position] == '\n' ? 1
            : octets[position] == '\r' && position + 1 < octets.Length && octets[position + 1] == '\n' ? 2 : 0;
        position += length;
        if (length > 0)
        {
            (line, lineStart) = (line + 1, position);
        }

        return length > 0;
    }

    private void TakePlain()
    {
        var start = position;
        var reported = false;
        while (position < octets.Length)
        {
            var next = octets.AsSpan(position).IndexOfAny(Special);
            position = next < 0 ? octets.Length : position + next;
            if (position == octets.Length || octets[position] is (byte)',' or (byte)'\n' || IsLineEnd())
            {
                break;
            }

            if (!reported)
            {
                var found = octets[position] == '"' ? "a quote in a field without quotes" : "a CR that ends no line";
                Report(position, found, "write the field in quotes, with each quote inside it doubled");
                reported = true;
            }

            position++;
        }

        fields.Add(new CsvField(start, position - start, HasEscapes: false, line, lineStart));
    }

    private bool TakeQuoted()
    {
        var (open, openLine, openLineStart, escapes) = (position, line, lineStart, false);
        position++;
        while (position < octets.Length)
        {
            var next = octets.AsSpan(position).IndexOfAny((byte)'"', (byte)'\n');
            if (next < 0)
            {
                break;
            }

            position += next + 1;
            if (octets[position - 1] == '\n')
            {
                (line, lineStart) = (line + 1, position);
            }
            else if (position < octets.Length && octets[position] == '"')
            {
                escapes = true;
                position++;
            }
            else
            {
                var length = position - open - 2;
                fields.Add(new CsvField(open + 1, length, escapes, openLine, openLineStart));
                SkipBehindQuote();
                return true;
            }
        }

        (line, lineStart, position) = (openLine, openLineStart, octets.Length);
        Report(open, "a quote that is never closed", "write a quote at the end of the field");
        return false;
    }

    private void SkipBehindQuote()
    {
        if (position < octets.Length && octets[position] is not ((byte)',' or (byte)'\n') && !IsLineEnd())
        {
            Report(
                position,
                "text behind a closing quote",
                "write the whole field in quotes, with each quote inside it doubled");
            while (position < octets.Length && octets[position] is not ((byte)',' or (byte)'\n'))
            {
                position++;
            }
        }
    }

    private bool IsLineEnd() =>
        octets[position] == '\r' && position + 1 < octets.Length && octets[position + 1] == '\n';

    private void Report(int index, string found, string write)
    {
        var column = Encoding.UTF8.GetCharCount(octets, lineStart, index - lineStart) + 1;
        faults.Add(new Fault(file, line, column, found, write));
    }
}
