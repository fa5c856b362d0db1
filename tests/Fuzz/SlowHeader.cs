using Causeway.Mail;

namespace Causeway.Fuzz;

/// <summary>A header block split the obvious way: line by line, octet by octet (RFC 5322 section 2.2).</summary>
internal sealed record SlowHeader(
    IReadOnlyList<(int Start, int NameLength, int Length)> Fields, int Length, bool HasEmptyLine, bool IsTooLarge)
{
    public static SlowHeader Split(byte[] octets, HeaderLimits limits)
    {
        var fields = new List<(int Start, int NameLength, int Length)>();
        var start = 0;
        while (start < octets.Length)
        {
            var end = start;
            while (end < octets.Length && octets[end] != '\n')
            {
                end++;
            }

            end = Math.Min(end + 1, octets.Length);
            var line = octets[start..end];
            if (line is [(byte)'\n'] or [(byte)'\r', (byte)'\n'])
            {
                return new SlowHeader(fields, end, true, end > limits.Octets || fields.Count > limits.Fields);
            }

            if ((line[0] == ' ' || line[0] == '\t') && fields.Count > 0)
            {
                var above = fields[^1];
                fields[^1] = (above.Start, above.NameLength, above.Length + line.Length);
            }
            else
            {
                fields.Add((start, NameLength(line), line.Length));
            }

            start = end;
        }

        return new SlowHeader(
            fields, octets.Length, false, octets.Length > limits.Octets || fields.Count > limits.Fields);
    }

    private static int NameLength(byte[] line)
    {
        var colon = Array.IndexOf(line, (byte)':');
        var length = Math.Max(colon, 0);
        while (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\t'))
        {
            length--;
        }

        for (var i = 0; i < length; i++)
        {
            if (line[i] < 33 || line[i] > 126)
            {
                return 0;
            }
        }

        return length;
    }
}
