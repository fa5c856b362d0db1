using System.Buffers.Binary;
using System.Numerics;

namespace Causeway.Storage;

/// <summary>
/// CRC-32C (Castagnoli, RFC 3720 appendix B.4), which processors compute by an instruction of their own.
/// </summary>
public static class Crc32C
{
    /// <summary>The checksum of the octets; hand in an earlier result to go on from it.</summary>
    public static uint Compute(ReadOnlySpan<byte> octets, uint earlier = 0)
    {
        var crc = ~earlier;
        while (octets.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(octets));
            octets = octets[sizeof(ulong)..];
        }

        foreach (var octet in octets)
        {
            crc = BitOperations.Crc32C(crc, octet);
        }

        return ~crc;
    }
}
