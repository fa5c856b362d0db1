using System.Collections.Immutable;

namespace Causeway.Mail;

/// <summary>Walks the lines of a header block once.</summary>
internal ref struct HeaderScanner(ReadOnlySpan<byte> octets, bool isWhole, HeaderLimits limits)
{
    private readonly ReadOnlySpan<byte> octets = octets;
    private readonly ImmutableArray<HeaderField>.Builder fields = ImmutableArray.CreateBuilder<HeaderField>();

    public readonly ImmutableArray<HeaderField> Fields => fields.ToImmutable();

    /// <summary>The octets of the block so far.</summary>
    public int Length { get; private set; }

    public bool HasEmptyLine { get; private set; }

    public HeaderScan Run()
    {
        while (!HasEmptyLine && Length < octets.Length)
        {
            var rest = octets[Length..];
            var end = rest.IndexOf((byte)'\n');
            if (end < 0 && !isWhole)
            {
                return octets.Length > limits.Octets ? HeaderScan.TooLarge : HeaderScan.Incomplete;
            }

            Take(end < 0 ? rest : rest[..(end + 1)]);
            if (Length > limits.Octets || fields.Count > limits.Fields)
            {
                return HeaderScan.TooLarge;
            }
        }

        return HasEmptyLine || isWhole ? HeaderScan.Complete : HeaderScan.Incomplete;
    }

    private void Take(ReadOnlySpan<byte> line)
    {
        var start = Length;
        Length += line.Length;
        if (line is [(byte)'\r', (byte)'\n'] or [(byte)'\n'])
        {
            HasEmptyLine = true;
        }
        else if (line[0] is (byte)' ' or (byte)'\t' && fields.Count > 0)
        {
            // RFC 5322 section 2.2.3: a line that begins with white space goes on with the field above it.
            fields[^1] = fields[^1] with { Length = fields[^1].Length + line.Length };
        }
        else
        {
            fields.Add(new HeaderField(start, NameLengthOf(line), line.Length));
        }
    }

    // RFC 5322 section 3.6.8: a name is printable US-ASCII without the colon; section 4.5.8 (obsolete) allows white
    // space before the colon.
    private static int NameLengthOf(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            return 0;
        }

        var name = line[..colon].TrimEnd(" \t"u8);
        foreach (var octet in name)
        {
            if (octet is <= 32 or >= 127)
            {
                return 0;
            }
        }

        return name.Length;
    }
}
