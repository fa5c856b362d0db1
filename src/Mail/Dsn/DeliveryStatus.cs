using System.Collections.Immutable;
using System.Text;

namespace Causeway.Mail.Dsn;

/// <summary>
/// What a notification says to programs (RFC 3464 section 2): the fields about the message, and those about each
/// recipient. Names are compared without regard to case.
/// </summary>
public sealed record DeliveryStatus(
    ImmutableDictionary<string, string> Message, ImmutableArray<ImmutableDictionary<string, string>> Recipients)
{
    /// <summary>Parts in parts are looked into down to this depth.</summary>
    private const int Depth = 5;

    /// <summary>Reads the first message/delivery-status part of a message; null where there is none.</summary>
    public static DeliveryStatus? Read(ReadOnlyMemory<byte> message) => Read(message, Depth);

    private static DeliveryStatus? Read(ReadOnlyMemory<byte> entity, int depth)
    {
        var header = HeaderBlock.Scan(entity);
        var content = entity[header.Octets.Length..];
        var type = header.TextOf("Content-Type"u8) ?? "";
        if (type.StartsWith("message/delivery-status", StringComparison.OrdinalIgnoreCase))
        {
            return Parse(content);
        }

        if (depth == 0 || !type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
            || Boundary(type) is not { } boundary)
        {
            return null;
        }

        return Parts(content, Encoding.UTF8.GetBytes($"--{boundary}"))
            .Select(part => Read(part, depth - 1)).FirstOrDefault(status => status is not null);
    }

    private static DeliveryStatus? Parse(ReadOnlyMemory<byte> content)
    {
        var blocks = new List<ImmutableDictionary<string, string>>();
        while (!content.IsEmpty)
        {
            var block = HeaderBlock.Scan(content);
            if (block.Octets.IsEmpty)
            {
                break;
            }

            content = content[block.Octets.Length..];
            var fields = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var field in block.Fields.Where(field => field.IsWellFormed))
            {
                fields.TryAdd(
                    Encoding.UTF8.GetString(block.NameOf(field)), HeaderText.Decode(block.BodyOf(field)));
            }

            if (fields.Count > 0)
            {
                blocks.Add(fields.ToImmutable());
            }
        }

        return blocks.Count == 0 ? null : new DeliveryStatus(blocks[0], [.. blocks.Skip(1)]);
    }

    // RFC 2046 section 5.1.1: a quoted or a bare parameter.
    private static string? Boundary(string type)
    {
        var start = type.IndexOf("boundary=", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return null;
        }

        var value = type[(start + "boundary=".Length)..];
        var end = value.StartsWith('"') ? value.IndexOf('"', 1) : value.IndexOfAny([';', ' ']);
        var text = end < 0 ? value : value[..end];
        return text.Trim('"') is { Length: > 0 } boundary ? boundary : null;
    }

    private static List<ReadOnlyMemory<byte>> Parts(ReadOnlyMemory<byte> content, byte[] delimiter)
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        var start = -1;
        for (var at = 0; at < content.Length;)
        {
            var line = content.Span[at..];
            var end = line.IndexOf((byte)'\n');
            var next = end < 0 ? content.Length : at + end + 1;
            if (line.StartsWith(delimiter))
            {
                if (start >= 0)
                {
                    parts.Add(content[start..at]);
                }

                start = next;
            }

            at = next;
        }

        if (start >= 0 && start < content.Length)
        {
            // A report that was cut before its last delimiter.
            parts.Add(content[start..]);
        }

        return parts;
    }
}
