using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Causeway.Mail;

/// <summary>
/// The fields at the head of a message (RFC 5322 section 2.2), as ranges of its octets, which it never changes. A line
/// that is no field stands in the list as a malformed one; the block ends at the first empty line.
/// </summary>
public sealed class HeaderBlock
{
    private readonly ReadOnlyMemory<byte> octets;

    internal HeaderBlock(ReadOnlyMemory<byte> octets, ImmutableArray<HeaderField> fields, bool hasEmptyLine)
    {
        this.octets = octets;
        Fields = fields;
        HasEmptyLine = hasEmptyLine;
    }

    /// <summary>The octets of the block, the empty line included where there is one.</summary>
    public ReadOnlyMemory<byte> Octets => octets;

    /// <summary>The fields in their order, malformed lines among them.</summary>
    public ImmutableArray<HeaderField> Fields { get; }

    /// <summary>False where the message ended within its header block.</summary>
    public bool HasEmptyLine { get; }

    /// <summary>
    /// Scans the head of a message. <paramref name="isWhole"/> says that no more octets follow. The block is set only
    /// for <see cref="HeaderScan.Complete"/>, and refers to the octets handed in.
    /// </summary>
    public static HeaderScan TryScan(
        ReadOnlyMemory<byte> message, bool isWhole, HeaderLimits limits, out HeaderBlock? block)
    {
        block = null;
        var scanner = new HeaderScanner(message.Span, isWhole, limits);
        var result = scanner.Run();
        if (result == HeaderScan.Complete)
        {
            block = new HeaderBlock(message[..scanner.Length], scanner.Fields, scanner.HasEmptyLine);
        }

        return result;
    }

    /// <summary>Scans the head of a message that came in pieces; the block has a copy of its octets.</summary>
    public static HeaderScan TryScan(
        ReadOnlySequence<byte> message, bool isWhole, HeaderLimits limits, out HeaderBlock? block)
    {
        if (message.IsSingleSegment)
        {
            return TryScan(message.First, isWhole, limits, out block);
        }

        var isCut = message.Length > limits.Octets + 1L;
        var head = isCut ? message.Slice(0, limits.Octets + 1L) : message;
        return TryScan(head.ToArray(), isWhole && !isCut, limits, out block);
    }

    /// <summary>Scans a message that lies in memory whole; an empty block where it exceeds the limits.</summary>
    public static HeaderBlock Scan(ReadOnlyMemory<byte> message) =>
        TryScan(message, isWhole: true, HeaderLimits.Default, out var block) == HeaderScan.Complete
            ? block!
            : new HeaderBlock(default, [], false);

    /// <summary>The name of a field as it stands; empty for a malformed line.</summary>
    public ReadOnlySpan<byte> NameOf(HeaderField field) => octets.Span.Slice(field.Start, field.NameLength);

    /// <summary>
    /// The name that some reader may see in a line: what stands before its colon, without white space, folding and all
    /// else that is not printable US-ASCII. That of a field is its name; without a colon there is none.
    /// </summary>
    public ReadOnlySpan<byte> ApparentNameOf(HeaderField field)
    {
        if (field.IsWellFormed)
        {
            return NameOf(field);
        }

        var whole = octets.Span.Slice(field.Start, field.Length);
        var before = whole[..Math.Max(whole.IndexOf((byte)':'), 0)];
        return Array.FindAll(before.ToArray(), octet => octet is > (byte)' ' and < 127);
    }

    /// <summary>
    /// The octets behind the colon, folded lines and line end included; all of them without a colon.
    /// </summary>
    public ReadOnlySpan<byte> BodyOf(HeaderField field)
    {
        var whole = octets.Span.Slice(field.Start, field.Length);
        return whole[(whole.IndexOf((byte)':') + 1)..];
    }

    /// <summary>The same with the lines below that are no field, which some readers take for its end.</summary>
    public ReadOnlySpan<byte> BodyWithLinesBelow(HeaderField field)
    {
        var end = field.End;
        for (var i = IndexOf(field) + 1; i < Fields.Length && !Fields[i].IsWellFormed; i++)
        {
            end = Fields[i].End;
        }

        return BodyOf(field with { Length = end - field.Start });
    }

    /// <summary>True where the line below is no field.</summary>
    public bool HasLinesBelow(HeaderField field) =>
        IndexOf(field) + 1 is var next && next < Fields.Length && !Fields[next].IsWellFormed;

    /// <summary>All octets of a field.</summary>
    public ReadOnlyMemory<byte> OctetsOf(HeaderField field) => octets.Slice(field.Start, field.Length);

    public bool IsNamed(HeaderField field, ReadOnlySpan<byte> name) =>
        field.IsWellFormed && Ascii.EqualsIgnoreCase(NameOf(field), name);

    /// <summary>The first field of a name, without regard to case.</summary>
    public HeaderField? Find(ReadOnlySpan<byte> name)
    {
        foreach (var field in Fields)
        {
            if (IsNamed(field, name))
            {
                return field;
            }
        }

        return null;
    }

    /// <summary>The number of fields of a name.</summary>
    public int Count(ReadOnlySpan<byte> name)
    {
        var count = 0;
        foreach (var field in Fields)
        {
            count += IsNamed(field, name) ? 1 : 0;
        }

        return count;
    }

    /// <summary>
    /// The first field of a name as a text for people: unfolded, encoded words decoded; null without one.
    /// </summary>
    public string? TextOf(ReadOnlySpan<byte> name) =>
        Find(name) is { } field ? HeaderText.Decode(BodyOf(field)) : null;

    private int IndexOf(HeaderField field) =>
        Fields.BinarySearch(field, Comparer<HeaderField>.Create((one, other) => one.Start.CompareTo(other.Start)));

    /// <summary>
    /// The octets without some of the fields, all others as they are and in their order, the empty line included. Lines
    /// that are no field go with the one above, which some readers take them for the end of. The same memory where
    /// nothing had to go.
    /// </summary>
    internal ReadOnlyMemory<byte> Without(Func<HeaderField, bool> mustGo)
    {
        if (!Fields.Any(mustGo))
        {
            return octets;
        }

        var rest = new ArrayBufferWriter<byte>(octets.Length);
        var (goes, end) = (false, 0);
        foreach (var field in Fields)
        {
            goes = mustGo(field) || (goes && !field.IsWellFormed);
            if (!goes)
            {
                rest.Write(OctetsOf(field).Span);
            }

            end = field.End;
        }

        rest.Write(octets.Span[end..]);
        return rest.WrittenMemory;
    }
}
