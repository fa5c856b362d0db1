using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Causeway.Auditing;

/// <summary>
/// A line of the log: the entry as JSON whose last member is <c>hash</c>, the SHA-256 of all octets of the line before
/// <c>,"hash":</c>. So a line can be checked with nothing but <c>sha256sum</c>.
/// </summary>
internal static class AuditLine
{
    public const int HashLetters = 64;

    private static readonly int TailOctets = Tail(new string('0', HashLetters)).Length;

    /// <summary>The line with its end, and the entry that it holds.</summary>
    public static (byte[] Line, AuditEntry Entry) Write(AuditHead head, DateTimeOffset at, AuditChange change)
    {
        var entry = new UnhashedEntry(
            head.Number + 1, at, change.Who, change.What, change.Subject, change.Before, change.After, head.Hash);
        var covered = JsonSerializer.SerializeToUtf8Bytes(entry, AuditJson.Line.UnhashedEntry).AsSpan()[..^1];
        var hash = HashOf(covered);
        byte[] line = [.. covered, .. Tail(hash), (byte)'\n'];
        return (line, new AuditEntry(
            entry.Number, entry.At, entry.Who, entry.What, entry.Subject, entry.Before, entry.After, entry.Previous,
            hash));
    }

    /// <summary>Reads a line without its end; null where it is none, or its hash is not that of its octets.</summary>
    public static AuditEntry? Read(ReadOnlySpan<byte> line)
    {
        if (line.Length <= TailOctets)
        {
            return null;
        }

        var hash = HashOf(line[..^TailOctets]);
        if (!line[^TailOctets..].SequenceEqual(Tail(hash)))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(line, AuditJson.Default.AuditEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string HashOf(ReadOnlySpan<byte> covered) => Convert.ToHexStringLower(SHA256.HashData(covered));

    private static byte[] Tail(string hash) => Encoding.UTF8.GetBytes($",\"hash\":\"{hash}\"}}");
}
