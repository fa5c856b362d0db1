using System.Buffers.Binary;
using System.Text;

namespace Causeway.Dns.Wire;

/// <summary>Reads a message of RFC 1035 section 4. What lies is a FormatException.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> message, int position)
{
    private readonly ReadOnlySpan<byte> message = message;

    public int Position { get; private set; } = position;

    public byte Octet() => Octets(1)[0];

    public ushort Short() => BinaryPrimitives.ReadUInt16BigEndian(Octets(2));

    public uint Long() => BinaryPrimitives.ReadUInt32BigEndian(Octets(4));

    public ReadOnlySpan<byte> Octets(int count)
    {
        var octets = Slice(Position, count);
        Position += count;
        return octets;
    }

    /// <summary>
    /// RFC 1035 section 4.1.4: labels, at last perhaps a pointer to what stands before. Each pointer must lead further
    /// back than the one before it, so that none leads round in a circle.
    /// </summary>
    public string Name()
    {
        var text = new StringBuilder();
        var (at, barrier, length) = (Position, Position, 1);
        int? end = null;
        while (true)
        {
            var octet = Slice(at++, 1)[0];
            switch (octet >> 6)
            {
                case 0 when octet == 0:
                    Position = end ?? at;
                    return text.ToString();
                case 0:
                    length += octet + 1;
                    Check(length <= WireName.MaximumLength, "a name of more than 255 octets");
                    WireName.AppendLabel(text, Slice(at, octet));
                    at += octet;
                    break;
                case 3:
                    var target = ((octet & 0x3F) << 8) | Slice(at++, 1)[0];
                    Check(target < barrier, "a name that points forward or at itself");
                    end ??= at;
                    (at, barrier) = (target, target);
                    break;
                default:
                    throw new FormatException("a label of a kind that does not exist");
            }
        }
    }

    public static void Check(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FormatException(otherwise);
        }
    }

    private readonly ReadOnlySpan<byte> Slice(int start, int count)
    {
        Check(start + count <= message.Length, "a message that ends too early");
        return message.Slice(start, count);
    }
}
