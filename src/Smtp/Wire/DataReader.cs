using System.Buffers;

namespace Causeway.Smtp.Wire;

/// <summary>
/// Takes the content of one message from the octets behind DATA (RFC 5321 section 4.1.1.4): removes the dots of
/// transparency (section 4.5.2) and ends at CRLF.CRLF and at nothing else. In chunks (RFC 3030) there are no such dots,
/// and <see cref="EndChunks"/> says the end; the rules for lines are the same. A message with a fault is read to its
/// true end all the same. It looks at each octet once and never back, so the result does not depend on how the input
/// was split.
/// </summary>
/// <param name="lineLimit">The longest line in octets, CRLF included (RFC 5321 section 4.5.3.1.6).</param>
/// <param name="headerLimit">The largest header block in octets, without the empty line that ends it.</param>
/// <param name="sizeLimit">The largest message in octets (RFC 1870 section 3: without the dots of
/// transparency).</param>
/// <param name="isChunked">The content comes by BDAT.</param>
public sealed class DataReader(int lineLimit, int headerLimit, long sizeLimit, bool isChunked = false)
{
    private Position position = Position.LineStart;
    private long lineLength;
    private bool isInBody;

    private enum Position
    {
        LineStart,
        InLine,
        AfterCr,
        AfterDot,
        AfterDotCr,
        End,
    }

    public bool IsComplete => position == Position.End;

    public DataFaults Faults { get; private set; }

    /// <summary>Octets of content so far.</summary>
    public long Size { get; private set; }

    /// <summary>
    /// Takes the next stretch of content from the front of the input; false when there is none, that is, when the
    /// message has ended or the input is used up. What stands behind the end of the message stays in the input.
    /// </summary>
    public bool TryRead(ref ReadOnlySequence<byte> input, out ReadOnlySequence<byte> content)
    {
        var reader = new SequenceReader<byte>(input);
        if (!isChunked)
        {
            DropDots(ref reader);
        }

        var start = reader.Position;
        var before = Size;
        while (position != Position.End && !reader.End)
        {
            var octets = reader.UnreadSpan;
            var taken = TakeContent(octets);
            reader.Advance(taken);
            if (taken < octets.Length)
            {
                break;
            }
        }

        content = Size == before ? default : input.Slice(start, reader.Position);
        input = input.Slice(reader.Position);
        return Size != before;
    }

    /// <summary>
    /// Ends the content that came in chunks. True where its last line lacks the CRLF that DATA cannot do without: the
    /// caller adds it, so that a message is the same to whoever gets it next, by whichever command.
    /// </summary>
    public bool EndChunks()
    {
        if (position == Position.AfterCr)
        {
            Faults |= DataFaults.BareCarriageReturnOrLineFeed;
        }

        var lacksLineEnd = position == Position.InLine;
        if (lacksLineEnd)
        {
            EndLine(2);
        }

        position = Position.End;
        return lacksLineEnd;
    }

    private void DropDots(ref SequenceReader<byte> reader)
    {
        while (reader.TryPeek(out var octet))
        {
            switch (position)
            {
                case Position.LineStart when octet == '.':
                    position = Position.AfterDot;
                    break;
                case Position.AfterDot when octet == '\r':
                    position = Position.AfterDotCr;
                    break;
                case Position.AfterDotCr when octet == '\n':
                    position = Position.End;
                    reader.Advance(1);
                    return;
                case Position.AfterDotCr:
                    Faults |= DataFaults.BareCarriageReturnOrLineFeed;
                    position = Position.InLine;
                    return;
                case Position.AfterDot:
                    position = Position.InLine;
                    return;
                default:
                    return;
            }

            reader.Advance(1);
        }
    }

    /// <summary>Counts octets up to the end of the span or a line that begins with a dot; returns how many.</summary>
    private int TakeContent(ReadOnlySpan<byte> octets)
    {
        var taken = 0;
        while (taken < octets.Length)
        {
            var rest = octets[taken..];
            if (position == Position.LineStart)
            {
                if (rest[0] == '.' && !isChunked)
                {
                    break;
                }

                position = Position.InLine;
            }
            else if (position == Position.AfterCr)
            {
                position = Position.InLine;
                if (rest[0] == '\n')
                {
                    taken++;
                    EndLine(1);
                }
                else
                {
                    Faults |= DataFaults.BareCarriageReturnOrLineFeed;
                }

                continue;
            }

            taken += TakeLine(rest);
        }

        return taken;
    }

    private int TakeLine(ReadOnlySpan<byte> rest)
    {
        var at = rest.IndexOfAny((byte)'\r', (byte)'\n');
        if (at < 0)
        {
            Count(rest.Length);
            return rest.Length;
        }

        if (rest[at] == '\n')
        {
            Faults |= DataFaults.BareCarriageReturnOrLineFeed;
        }
        else if (at + 1 < rest.Length && rest[at + 1] == '\n')
        {
            EndLine(at + 2);
            return at + 2;
        }
        else
        {
            position = Position.AfterCr;
        }

        Count(at + 1);
        return at + 1;
    }

    private void EndLine(int octets)
    {
        Count(octets);
        position = Position.LineStart;
        isInBody |= lineLength == 2;
        if (!isInBody && Size > headerLimit)
        {
            Faults |= DataFaults.HeaderTooLarge;
        }

        lineLength = 0;
    }

    private void Count(int octets)
    {
        Size += octets;
        lineLength += octets;
        if (lineLength > lineLimit)
        {
            Faults |= DataFaults.LineTooLong;
        }

        if (Size > sizeLimit)
        {
            Faults |= DataFaults.MessageTooLarge;
        }
    }
}
