using System.Globalization;
using System.Text;
using Causeway.Smtp.Server;

namespace Causeway.Fuzz;

/// <summary>
/// Goes through the octets of a client once more, the slow way, and checks that the server heard the same commands and
/// the same messages: each line one reply, content never taken for commands, nothing stored that was not whole.
/// </summary>
internal sealed class SlowSession(byte[] input, SmtpLimits limits, MemorySession seen)
{
    private readonly List<byte[]> stored = [];
    private int at;
    private int replies;
    private bool isGreeted;
    private bool isMail;
    private int recipients;
    private int refused;
    private List<byte>? chunks;
    private string? chunkRefusal;

    public string? Check() => Next()?.Code != 220 ? "no greeting" : Walk() ?? End();

    private string? End()
    {
        if (replies < seen.Replies.Count)
        {
            return $"{seen.Replies.Count - replies} replies too many: {seen.Replies[replies]}";
        }

        var isSame = stored.Count == seen.Stored.Count
            && stored.Zip(seen.Stored).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
        return isSame ? null : "what was stored differs from what was sent";
    }

    private string? Walk()
    {
        while (true)
        {
            var end = TakeLine(out var line);
            if (end == LineEnd.NotYet)
            {
                return null;
            }

            if (end == LineEnd.Bad)
            {
                if (Next() is not { Code: 500 or 421 } reply)
                {
                    return "a bad line was not refused";
                }

                if (reply.Code == 421 || !Skip())
                {
                    return null;
                }

                continue;
            }

            var (finding, isOver) = Command(Encoding.Latin1.GetString(line).TrimEnd(' ', '\t'));
            if (finding is not null || isOver)
            {
                return finding;
            }
        }
    }

    private (string? Finding, bool IsOver) Command(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var verb = (space < 0 ? line : line[..space]).ToUpperInvariant();
        var argument = space < 0 ? "" : line[(space + 1)..];
        if (verb == "BDAT")
        {
            return Chunk(argument);
        }

        if (Next() is not { } reply)
        {
            return ($"no reply to {line}", true);
        }

        if (reply.Code is 421 or 221)
        {
            return (null, true);
        }

        switch (verb)
        {
            case "EHLO" or "HELO" when reply.Code == 250:
                isGreeted = true;
                Reset();
                break;
            case "RSET" when reply.Code == 250:
                Reset();
                break;
            case "MAIL" when reply.Code == 250:
                return (Sets(ref isMail, isGreeted && !isMail, "MAIL"), false);
            case "RCPT" when reply.Code == 250:
                recipients++;
                return (isMail && chunks is null ? null : "RCPT was accepted out of order", false);
            case "RCPT" when reply.Text.Contains(RecordingPolicy.Refusal, StringComparison.Ordinal):
                return ++refused <= limits.RefusedRecipients ? (null, false)
                    : (Next() is { Code: 421 } ? null : "a guesser of addresses goes on", true);
            case "DATA" when reply.Code == 354:
                return isMail && recipients > 0 && chunks is null
                    ? Content() : ("DATA was accepted out of order", true);
            case "DATA" when argument.Length == 0 && isMail && recipients > 0 && chunks is null:
                return ("DATA was refused without reason", true);
            default:
                return (reply.Code is 354 ? $"{verb} was answered with 354" : null, false);
        }

        return (null, false);
    }

    private static string? Sets(ref bool flag, bool isAllowed, string verb)
    {
        flag = true;
        return isAllowed ? null : $"{verb} was accepted out of order";
    }

    private (string? Finding, bool IsOver) Content()
    {
        if (SlowContent.Unstuff(input, at) is not var (content, next))
        {
            return (null, true);
        }

        at = next;
        Reset();
        return Judged(content, SlowContent.Refusal(content, limits, isWhole: true));
    }

    private (string? Finding, bool IsOver) Chunk(string argument)
    {
        var words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isLast = words.Length == 2 && words[1].Equals("LAST", StringComparison.OrdinalIgnoreCase);
        if (words.Length is 0 or > 2 || (words.Length == 2 && !isLast) || !words[0].All(char.IsAsciiDigit)
            || !long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return (Next() is { Code: 501 or 421 } ? null : "BDAT without a length was not refused", true);
        }

        if (length > input.Length - at)
        {
            return (null, true);
        }

        var octets = input[at..(at + (int)length)];
        at += (int)length;
        if (!isMail || recipients == 0)
        {
            return Next() is { Code: 503 or 421 } refusal ? (null, refusal.Code == 421) : ("BDAT out of order", true);
        }

        chunks ??= [];
        chunks.AddRange(octets);
        if (isLast && chunkRefusal is null && chunks.Count > 0 && !EndsLine(chunks) && chunks[^1] != '\r')
        {
            chunks.AddRange("\r\n"u8);
        }

        byte[] content = [.. chunks];
        chunkRefusal ??= SlowContent.Refusal(content, limits, isLast);
        if (!isLast && chunkRefusal is null)
        {
            return Next() is { Code: 250 } ? (null, false) : ("a chunk was refused without reason", true);
        }

        var expected = chunkRefusal;
        if (isLast)
        {
            Reset();
        }

        return Judged(content, expected);
    }

    private (string? Finding, bool IsOver) Judged(byte[] content, string? refusal)
    {
        var reply = Next();
        if (refusal is null)
        {
            stored.Add(content);
            return reply is { Code: 250 } ? (null, false) : ($"a good message was answered with {reply}", true);
        }

        return reply is { Code: 421 } ? (null, true)
            : reply is { } given && $"{given.Code} {given.Text}".StartsWith(refusal + " ", StringComparison.Ordinal)
                ? (null, false)
            : ($"a message was answered with {reply}, not {refusal}", true);
    }

    private static bool EndsLine(List<byte> octets) => octets is [.., (byte)'\r', (byte)'\n'];

    private void Reset()
    {
        (isMail, recipients, chunks, chunkRefusal) = (false, 0, null, null);
    }

    private Reply? Next() => replies < seen.Replies.Count ? seen.Replies[replies++] : null;

    private LineEnd TakeLine(out byte[] line)
    {
        var end = at;
        while (end < input.Length && input[end] != '\r' && input[end] != '\n')
        {
            end++;
        }

        line = input[at..end];
        var isAuth = Encoding.Latin1.GetString(line).StartsWith("AUTH", StringComparison.OrdinalIgnoreCase);
        if (line.Length + 2 > (isAuth ? limits.AuthLine : limits.CommandLine))
        {
            return LineEnd.Bad;
        }

        if (end == input.Length || (input[end] == '\r' && end + 1 == input.Length))
        {
            return LineEnd.NotYet;
        }

        if (input[end] != '\r' || input[end + 1] != '\n')
        {
            return LineEnd.Bad;
        }

        at = end + 2;
        return LineEnd.Good;
    }

    /// <summary>Goes behind the next CRLF; false where there is none.</summary>
    private bool Skip()
    {
        var end = SlowContent.LineEnd(input, at);
        at = end + 2;
        return end >= 0;
    }

    private enum LineEnd
    {
        NotYet,
        Good,
        Bad,
    }
}
