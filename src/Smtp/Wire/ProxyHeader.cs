using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;

namespace Causeway.Smtp.Wire;

/// <summary>
/// The header by which a balancer says whose connection it passes on: the PROXY protocol, versions 1 (text) and 2
/// (octets), as HAProxy describes it in proxy-protocol.txt.
/// </summary>
public static class ProxyHeader
{
    /// <summary>Version 1, section 2.1: a line is at most 107 octets, CRLF included.</summary>
    public const int LongestLine = 107;

    /// <summary>Version 2, section 2.2: addresses, then extensions of any length; so many octets are read.</summary>
    public const int LongestBlock = 2048;

    private const int PreambleOctets = 16;
    private const byte Tcp4 = 0x11;
    private const byte Tcp6 = 0x21;

    private static ReadOnlySpan<byte> Signature =>
        [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A];

    private static ReadOnlySpan<byte> Word => "PROXY "u8;

    /// <summary>Looks for a header at the beginning of what came so far; asks for more until it is whole.</summary>
    public static ProxyHeaderResult Read(ReadOnlySequence<byte> octets)
    {
        Span<byte> first = stackalloc byte[PreambleOctets];
        var length = (int)Math.Min(octets.Length, PreambleOctets);
        octets.Slice(0, length).CopyTo(first);
        first = first[..length];
        if (Begins(first, Signature))
        {
            return length < PreambleOctets ? ProxyHeaderResult.More : ReadBlock(first, octets);
        }

        return Begins(first, Word)
            ? ReadLine(octets.Slice(0, Math.Min(octets.Length, LongestLine)).ToArray())
            : ProxyHeaderResult.Wrong;
    }

    private static bool Begins(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> mark) =>
        octets[..Math.Min(octets.Length, mark.Length)].SequenceEqual(mark[..Math.Min(octets.Length, mark.Length)]);

    private static ProxyHeaderResult ReadLine(ReadOnlySpan<byte> octets)
    {
        var end = octets.IndexOf("\r\n"u8);
        if (end < 0)
        {
            return octets.Length < LongestLine ? ProxyHeaderResult.More : ProxyHeaderResult.Wrong;
        }

        var words = Encoding.Latin1.GetString(octets[..end]).Split(' ');
        return words is ["PROXY", "UNKNOWN", ..]
            ? new ProxyHeaderResult(ProxyHeaderState.Whole, end + 2, null)
            : words is ["PROXY", "TCP4" or "TCP6", var address, _, var port, _]
                && IPAddress.TryParse(address, out var source)
                && (source.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6) == (words[1] == "TCP6")
                && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new ProxyHeaderResult(ProxyHeaderState.Whole, end + 2, new IPEndPoint(source, number))
                : ProxyHeaderResult.Wrong;
    }

    private static ProxyHeaderResult ReadBlock(ReadOnlySpan<byte> preamble, ReadOnlySequence<byte> octets)
    {
        var (command, family) = (preamble[12], preamble[13]);
        var rest = BinaryPrimitives.ReadUInt16BigEndian(preamble[14..]);
        if (command is not (0x20 or 0x21) || rest > LongestBlock)
        {
            return ProxyHeaderResult.Wrong;
        }

        if (octets.Length < PreambleOctets + rest)
        {
            return ProxyHeaderResult.More;
        }

        // LOCAL (0x20) is the balancer's own connection, such as a check of our health; so is a family that is no TCP.
        var whole = new ProxyHeaderResult(ProxyHeaderState.Whole, PreambleOctets + rest, null);
        var addressOctets = family switch { Tcp4 => 4, Tcp6 => 16, _ => 0 };
        if (command == 0x20 || addressOctets == 0)
        {
            return whole;
        }

        if (rest < (2 * addressOctets) + 4)
        {
            return ProxyHeaderResult.Wrong;
        }

        Span<byte> addresses = stackalloc byte[36];
        addresses = addresses[..((2 * addressOctets) + 4)];
        octets.Slice(PreambleOctets, addresses.Length).CopyTo(addresses);
        var port = BinaryPrimitives.ReadUInt16BigEndian(addresses[(2 * addressOctets)..]);
        return whole with { Source = new IPEndPoint(new IPAddress(addresses[..addressOctets]), port) };
    }
}
