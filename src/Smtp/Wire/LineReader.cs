using System.Buffers;
using System.Text;

namespace Causeway.Smtp.Wire;

/// <summary>What <see cref="LineReader"/> found.</summary>
public enum LineOutcome
{
    /// <summary>The input holds no whole line yet.</summary>
    Incomplete,
    Line,
    BareCarriageReturnOrLineFeed,
    TooLong,
}

/// <summary>
/// Splits command lines off the input. CRLF alone ends a line (RFC 5321 section 2.3.8): after a bare CR or LF, or a
/// line that is too long, everything up to the next CRLF is dropped, so that no part of such a line is taken for a
/// command. The result does not depend on how the input was split.
/// </summary>
/// <param name="commandLimit">The longest command line in octets, CRLF included.</param>
/// <param name="authLimit">The same for AUTH and the lines of its exchange (RFC 4954 section 4.3).</param>
public sealed class LineReader(int commandLimit, int authLimit)
{
    private bool isSkipping;

    /// <summary>Takes one line, without its CRLF, from the front of the input.</summary>
    public LineOutcome TryRead(ref ReadOnlySequence<byte> input, bool authExchange, out ReadOnlySequence<byte> line)
    {
        line = default;
        if (isSkipping && !Skip(ref input))
        {
            return LineOutcome.Incomplete;
        }

        var reader = new SequenceReader<byte>(input);
        var limit = authExchange || StartsWithAuth(input) ? authLimit : commandLimit;
        var isEnded = reader.TryReadToAny(out line, "\r\n"u8, advancePastDelimiter: false);
        if ((isEnded ? line.Length : input.Length) + 2 > limit)
        {
            return Refuse(LineOutcome.TooLong);
        }

        if (!isEnded)
        {
            return LineOutcome.Incomplete;
        }

        reader.TryRead(out var first);
        if (first != '\r')
        {
            return Refuse(LineOutcome.BareCarriageReturnOrLineFeed);
        }

        if (!reader.TryRead(out var second))
        {
            return LineOutcome.Incomplete;
        }

        if (second != '\n')
        {
            return Refuse(LineOutcome.BareCarriageReturnOrLineFeed);
        }

        input = input.Slice(reader.Position);
        return LineOutcome.Line;
    }

    private LineOutcome Refuse(LineOutcome outcome)
    {
        isSkipping = true;
        return outcome;
    }

    private bool Skip(ref ReadOnlySequence<byte> input)
    {
        var reader = new SequenceReader<byte>(input);
        if (reader.TryReadTo(out ReadOnlySequence<byte> _, "\r\n"u8))
        {
            input = input.Slice(reader.Position);
            isSkipping = false;
            return true;
        }

        // A CR at the end may be the first half of the CRLF that ends the bad line.
        var endsWithCr = !input.IsEmpty && input.Slice(input.Length - 1).FirstSpan[0] == '\r';
        input = input.Slice(endsWithCr ? input.Length - 1 : input.Length);
        return false;
    }

    private static bool StartsWithAuth(ReadOnlySequence<byte> input)
    {
        Span<byte> start = stackalloc byte[4];
        if (input.Length < start.Length)
        {
            return false;
        }

        input.Slice(0, start.Length).CopyTo(start);
        return Ascii.EqualsIgnoreCase(start, "AUTH"u8);
    }
}
