using System.Buffers;
using System.Net;
using System.Text;
using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Tests.Wire;

public sealed class ProxyHeaderTests
{
    private static readonly byte[] Signature =
        [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A];

    public static TheoryData<byte[], string?> Whole => new()
    {
        { Line("PROXY TCP4 203.0.113.5 192.0.2.25 51000 25"), "203.0.113.5:51000" },
        { Line("PROXY TCP6 2001:db8::5 2001:db8::25 51000 25"), "[2001:db8::5]:51000" },
        { Line("PROXY UNKNOWN"), null },
        { Line("PROXY UNKNOWN ffff::1 ffff::2 1 2"), null },
        { Block(0x21, 0x11, [203, 0, 113, 5, 192, 0, 2, 25, 0xC7, 0x38, 0, 25]), "203.0.113.5:51000" },
        { Block(0x21, 0x11, [203, 0, 113, 5, 192, 0, 2, 25, 0xC7, 0x38, 0, 25, 4, 0, 1, 9]), "203.0.113.5:51000" },
        {
            Block(
                0x21, 0x21,
                [.. IPAddress.Parse("2001:db8::5").GetAddressBytes(), .. new byte[16], 0xC7, 0x38, 0, 25]),
            "[2001:db8::5]:51000"
        },
        { Block(0x20, 0x00, []), null },
        { Block(0x21, 0x00, []), null },
        { Block(0x21, 0x31, new byte[216]), null },
    };

    public static TheoryData<byte[]> Broken =>
    [
        Line("EHLO client.example"),
        Line("PROXY TCP4 203.0.113.5 192.0.2.25 51000"),
        Line("PROXY TCP4 2001:db8::5 192.0.2.25 51000 25"),
        Line("PROXY TCP4 mx.example 192.0.2.25 51000 25"),
        Line("PROXY TCP4 203.0.113.5 192.0.2.25 70000 25"),
        Line("PROXY TCP5 203.0.113.5 192.0.2.25 51000 25"),
        Line("PROXY TCP4 " + new string('1', 100)),
        Block(0x22, 0x11, new byte[12]),
        Block(0x31, 0x11, new byte[12]),
        Block(0x21, 0x11, new byte[11]),
        Block(0x21, 0x11, new byte[2049]),
    ];

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_header_is_whole_at_its_last_octet_and_not_before(byte[] header, string? source)
    {
        byte[] all = [.. header, .. "EHLO x\r\n"u8];
        for (var length = 0; length < header.Length; length++)
        {
            Assert.Equal(ProxyHeaderState.More, Read(all.AsSpan(0, length)).State);
        }

        var whole = Read(all);
        Assert.Equal((ProxyHeaderState.Whole, header.Length), (whole.State, whole.Octets));
        Assert.Equal(source, whole.Source?.ToString());
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_is_no_header_is_seen_as_none(byte[] octets) =>
        Assert.Equal(ProxyHeaderState.Wrong, Read(octets).State);

    [Fact]
    public void A_line_without_an_end_is_not_waited_for() =>
        Assert.Equal(ProxyHeaderState.Wrong, Read(Encoding.UTF8.GetBytes("PROXY TCP4 ".PadRight(200, '1'))).State);

    private static ProxyHeaderResult Read(ReadOnlySpan<byte> octets) =>
        ProxyHeader.Read(new ReadOnlySequence<byte>(octets.ToArray()));

    private static byte[] Line(string text) => Encoding.UTF8.GetBytes(text + "\r\n");

    private static byte[] Block(byte command, byte family, byte[] rest) =>
        [.. Signature, command, family, (byte)(rest.Length >> 8), (byte)rest.Length, .. rest];
}
