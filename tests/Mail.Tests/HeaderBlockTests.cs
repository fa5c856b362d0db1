using System.Buffers;
using System.Text;
using CsCheck;

namespace Causeway.Mail.Tests;

public sealed class HeaderBlockTests
{
    private const string Message = """
        Received: from a
         by b
        Subject : Hello
        this line is no field
        X-Empty:
        From: alice@fabrikam.example

        Body: not a field

        """;

    private static readonly string[] Lines =
    [
        "A: b\r\n", " folded\r\n", "\tfolded\n", "no field\r\n", "\r\n", "\n", ":\r\n", "é: x\r\n", "B:", "\r", "\0",
    ];

    [Fact]
    public void Fields_are_listed_with_their_folded_lines_and_the_body_is_not()
    {
        var header = Header.Of(Message);
        Assert.Equal(
            ["Received", "Subject", "", "X-Empty", "From"],
            header.Fields.Select(field => Encoding.UTF8.GetString(header.NameOf(field))));
        Assert.Equal("Received: from a\r\n by b\r\n", Header.Text(header.OctetsOf(header.Fields[0])));
        Assert.True(header.HasEmptyLine);
    }

    [Theory]
    [InlineData("subject", "Hello")]
    [InlineData("RECEIVED", "from a by b")]
    [InlineData("x-empty", "")]
    [InlineData("body", null)]
    public void A_field_is_found_by_its_name_without_regard_to_case(string name, string? text) =>
        Assert.Equal(text, Header.Of(Message).TextOf(Encoding.UTF8.GetBytes(name)));

    [Fact]
    public void The_octets_of_the_fields_and_the_empty_line_are_the_block() => Octets().Sample(octets =>
    {
        var header = HeaderBlock.Scan(octets);
        var joined = header.Fields.SelectMany(field => header.OctetsOf(field).ToArray()).ToArray();
        var rest = header.Octets.Span[joined.Length..];
        return header.Octets.Span.StartsWith(joined)
            && octets.AsSpan().StartsWith(header.Octets.Span)
            && (header.HasEmptyLine ? rest.Length is 1 or 2 : rest.IsEmpty && header.Octets.Length == octets.Length);
    });

    [Fact]
    public void A_message_in_pieces_has_the_same_fields_wherever_it_is_split() =>
        Gen.Select(Octets(), Gen.Int[0, 200]).Sample((octets, split) =>
        {
            var at = Math.Min(split, octets.Length);
            var whole = HeaderBlock.Scan(octets);
            HeaderBlock.TryScan(Pieces.Of(octets, at), isWhole: true, HeaderLimits.Default, out var pieced);
            return pieced is not null && whole.Fields.SequenceEqual(pieced.Fields);
        });

    [Fact]
    public void A_block_is_complete_exactly_when_its_empty_line_is_there()
    {
        var octets = Header.Octets(Message);
        var end = Header.Of(Message).Octets.Length;
        for (var length = 0; length <= octets.Length; length++)
        {
            var result = HeaderBlock.TryScan(octets.AsMemory(0, length), isWhole: false, HeaderLimits.Default, out _);
            Assert.Equal(length >= end ? HeaderScan.Complete : HeaderScan.Incomplete, result);
        }
    }

    [Theory]
    [InlineData(262_144, HeaderScan.Complete)]
    [InlineData(262_145, HeaderScan.TooLarge)]
    [InlineData(10_000_000, HeaderScan.TooLarge)]
    public void A_block_above_256_KiB_is_too_large(int length, HeaderScan expected)
    {
        var octets = Encoding.UTF8.GetBytes("X: " + new string('a', length - 7) + "\r\n\r\n");
        Assert.Equal(expected, HeaderBlock.TryScan(octets, isWhole: false, HeaderLimits.Default, out _));
        Assert.Equal(
            expected, HeaderBlock.TryScan(Pieces.Of(octets, 70_000), isWhole: true, HeaderLimits.Default, out _));
    }

    [Fact]
    public void A_hundred_thousand_fields_are_too_many()
    {
        var octets = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("X:\r\n", 60_000)) + "\r\n");
        Assert.Equal(
            HeaderScan.TooLarge, HeaderBlock.TryScan(octets, isWhole: true, HeaderLimits.Default, out var block));
        Assert.Null(block);
    }

    private static Gen<byte[]> Octets() =>
        Gen.Int[0, Lines.Length - 1].Array[0, 12]
            .Select(chosen => Encoding.UTF8.GetBytes(string.Concat(chosen.Select(i => Lines[i]))));

    private sealed class Pieces : ReadOnlySequenceSegment<byte>
    {
        public static ReadOnlySequence<byte> Of(byte[] octets, int split)
        {
            var second = new Pieces { Memory = octets.AsMemory(split), RunningIndex = split };
            var first = new Pieces { Memory = octets.AsMemory(0, split), Next = second };
            return new ReadOnlySequence<byte>(first, 0, second, octets.Length - split);
        }
    }
}
