using System.Buffers;
using System.Text;
using Causeway.Mail;

namespace Causeway.Fuzz;

/// <summary>The reader of header blocks, against a splitter that goes octet by octet.</summary>
internal sealed class HeaderTarget : IFuzzTarget
{
    private static readonly HeaderLimits Limits = new() { Octets = 600, Fields = 12 };

    private static readonly AuthservIds Ids = new(["mx.filter.example"]);

    public string Name => "header";

    public IReadOnlyList<byte[]> Words { get; } =
    [
        .. new[]
        {
            "\r\n", "\n", "\r", "\r\n\r\n", ": ", ":", " ", "\t", "Received: from a\r\n", "Subject: =?utf-8?Q?=C3=A9?=",
            "=?utf-8?B?w6k=?=", "=?", "?=", "X-Causeway-Trace: id=a; served=b,c\r\n", "x-ms-exchange-organization-a:",
            "Authentication-Results: (c) mx.filter.example; spf=pass\r\n", "\"", "(", ")", "\\", " folded\r\n",
            new string('a', 300),
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public Judgement Judge(byte[] input, Random random)
    {
        var slow = SlowHeader.Split(input, Limits);
        var (result, finding) = Whole(input, slow);
        finding ??= Cut(input, slow, random.Next(input.Length + 1)) ?? Part(input, random.Next(input.Length + 1));
        return new Judgement(finding, $"{result} {slow.HasEmptyLine} {string.Join(',', slow.Fields.Select(Kind))}");
    }

    private static char Kind((int Start, int NameLength, int Length) field) =>
        field.NameLength == 0 ? '?' : field.Length > 60 ? 'L' : 'f';

    private static (HeaderScan Result, string? Finding) Whole(byte[] input, SlowHeader slow)
    {
        var result = HeaderBlock.TryScan(input, isWhole: true, Limits, out var block);
        return (result, slow.IsTooLarge != (result == HeaderScan.TooLarge) ? $"the block is {result}"
            : block is null ? null
            : Difference(block, slow) ?? Readers(block));
    }

    private static string? Difference(HeaderBlock block, SlowHeader slow) =>
        block.HasEmptyLine != slow.HasEmptyLine ? "the end of the block differs"
        : block.Octets.Length != slow.Length ? $"the block has {block.Octets.Length} octets, not {slow.Length}"
        : !block.Fields.Select(field => (field.Start, field.NameLength, field.Length)).SequenceEqual(slow.Fields)
            ? "the fields differ"
        : null;

    private static string? Cut(byte[] input, SlowHeader slow, int at)
    {
        var second = new Segment(input.AsMemory(at), at);
        var first = new Segment(input.AsMemory(0, at), 0, second);
        var pieces = new ReadOnlySequence<byte>(first, 0, second, input.Length - at);
        HeaderBlock.TryScan(pieces, isWhole: true, Limits, out var block);
        return block is null != slow.IsTooLarge ? $"cut at {at} the limits differ"
            : block is not null && Difference(block, slow) is { } difference ? $"cut at {at} {difference}"
            : null;
    }

    // What has come of a message is whole exactly when its empty line has.
    private static string? Part(byte[] input, int length)
    {
        var part = input[..length];
        var slow = SlowHeader.Split(part, Limits);
        var result = HeaderBlock.TryScan(part, isWhole: false, Limits, out var block);
        var isComplete = result == HeaderScan.Complete;
        return isComplete != (slow.HasEmptyLine && !slow.IsTooLarge) ? $"of {length} octets the block is {result}"
            : isComplete ? Difference(block!, slow)
            : null;
    }

    // What reads the block must come through, and leave nothing that it says it took away.
    private static string? Readers(HeaderBlock block)
    {
        TraceHeader.Read(block);
        ReceivedField.Count(block);
        foreach (var field in block.Fields)
        {
            if (HeaderText.Decode(block.BodyOf(field)).Any(char.IsControl))
            {
                return "a text for people has control characters";
            }
        }

        var rest = HeaderFirewall.Strip(block, HeaderKinds.Border, Ids);
        var stripped = HeaderBlock.Scan(rest);
        return stripped.Octets.Length != rest.Length ? "what the border leaves is no header block"
            : stripped.Fields.Any(field => IsReserved(Encoding.Latin1.GetString(stripped.NameOf(field))))
                ? "a reserved field came through the border"
            : null;
    }

    private static bool IsReserved(string name) =>
        name.StartsWith("x-causeway-", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("x-ms-exchange-organization-", StringComparison.OrdinalIgnoreCase);

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> octets, long before, Segment? next = null)
        {
            Memory = octets;
            RunningIndex = before;
            Next = next;
        }
    }
}
