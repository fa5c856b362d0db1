using Causeway.Smtp.Server;

namespace Causeway.Fuzz;

/// <summary>
/// What is wrong with the content of a message, found the obvious way: split at each CRLF, look at each line.
/// </summary>
internal static class SlowContent
{
    /// <summary>
    /// The lines behind DATA up to the dot, and where the next command begins; null where the end has not come.
    /// </summary>
    public static (byte[] Content, int Next)? Unstuff(byte[] input, int from)
    {
        var content = new List<byte>();
        while (true)
        {
            var end = LineEnd(input, from);
            if (end < 0)
            {
                return null;
            }

            var line = input[from..end];
            from = end + 2;
            if (line is [(byte)'.'])
            {
                return ([.. content], from);
            }

            content.AddRange(line is [(byte)'.', ..] ? line[1..] : line);
            content.AddRange("\r\n"u8);
        }
    }

    /// <summary>The reply code and status of the worst fault; null where there is none.</summary>
    /// <param name="isWhole">False where more may come, so that a CR at the end may be half of a CRLF.</param>
    public static string? Refusal(byte[] content, SmtpLimits limits, bool isWhole)
    {
        var isBare = false;
        var isLong = false;
        var isHeaderLarge = false;
        var isInBody = false;
        for (var start = 0; start < content.Length;)
        {
            var end = LineEnd(content, start);
            var line = end < 0 ? content[start..] : content[start..end];
            var isHalf = end < 0 && !isWhole && line is [.., (byte)'\r'];
            var inner = isHalf ? line[..^1] : line;
            isBare |= inner.Contains((byte)'\r') || inner.Contains((byte)'\n');
            isLong |= line.Length + (end < 0 ? 0 : 2) > limits.TextLine;
            start = end < 0 ? content.Length : end + 2;
            isInBody |= end >= 0 && line.Length == 0;
            isHeaderLarge |= end >= 0 && !isInBody && start > limits.HeaderBlock;
        }

        return isBare ? "550 5.6.11"
            : isLong ? "550 5.6.0"
            : content.Length > limits.MessageSize ? "552 5.3.4"
            : isHeaderLarge ? "552 5.3.4"
            : null;
    }

    /// <summary>Where the next CRLF is; -1 without one.</summary>
    public static int LineEnd(byte[] octets, int from)
    {
        for (var i = from; i + 1 < octets.Length; i++)
        {
            if (octets[i] == '\r' && octets[i + 1] == '\n')
            {
                return i;
            }
        }

        return -1;
    }
}
