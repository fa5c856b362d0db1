using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Causeway.Dns.Wire;

/// <summary>One question of class IN: its octets in a query, and whether a message answers just this one.</summary>
internal sealed class DnsQuestion
{
    private const int HeaderLength = 12;

    // RFC 6891 section 6.2.3; a size that passes every path without fragments, which can be forged (RFC 9715).
    private const int UdpPayload = 1232;

    private const ushort RecursionDesired = 0x0100;

    // RFC 6840 section 5.7: AD in a query asks for AD in the response.
    private const ushort AuthenticData = 0x0020;

    private readonly byte[] octets;

    private DnsQuestion(byte[] name, RecordType type)
    {
        octets = [.. name, 0, (byte)type, 0, 1];
        Name = new WireReader(octets, 0).Name();
        Type = type;
    }

    public string Name { get; }

    public RecordType Type { get; }

    /// <summary>False where no name of this form can be.</summary>
    public static bool TryCreate(string name, RecordType type, [NotNullWhen(true)] out DnsQuestion? question)
    {
        question = WireName.TryEncode(name, out var encoded) ? new DnsQuestion(encoded, type) : null;
        return question is not null;
    }

    /// <summary>The query; <paramref name="isExtended"/> with EDNS, which a few old servers do not know.</summary>
    public byte[] Query(ushort id, bool isExtended)
    {
        var header = new byte[HeaderLength];
        BinaryPrimitives.WriteUInt16BigEndian(header, id);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), RecursionDesired | AuthenticData);
        header[5] = 1;
        header[11] = isExtended ? (byte)1 : (byte)0;

        // RFC 6891 section 6.1.2: the root, OPT, the size, no extended code, version 0, no flags, no options.
        byte[] options = isExtended
            ? [0, 0, (byte)RecordType.Opt, UdpPayload >> 8, UdpPayload & 0xFF, 0, 0, 0, 0, 0, 0]
            : [];
        return [.. header, .. octets, .. options];
    }

    /// <summary>
    /// RFC 5452 section 9.1: a response, by its id and its question, to this query. A server that could not read the
    /// query may answer without the question.
    /// </summary>
    public bool IsAnsweredBy(ReadOnlySpan<byte> message, ushort id)
    {
        if (message.Length < HeaderLength || BinaryPrimitives.ReadUInt16BigEndian(message) != id
            || (message[2] & 0xF8) != 0x80)
        {
            return false;
        }

        var questions = BinaryPrimitives.ReadUInt16BigEndian(message[4..]);
        var hasFailed = (message[3] & 0xF) is not (DnsMessage.NoError or DnsMessage.NameError);
        return questions switch
        {
            0 => hasFailed,
            1 => message.Length >= HeaderLength + octets.Length
                && Ascii.EqualsIgnoreCase(message.Slice(HeaderLength, octets.Length), octets),
            _ => false,
        };
    }
}
