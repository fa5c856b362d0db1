using System.Runtime.CompilerServices;
using Causeway.Storage;

namespace Causeway.Auditing;

/// <summary>Splits the log into lines.</summary>
internal static class AuditScanner
{
    private const int PieceOctets = 64 << 10;

    /// <summary>
    /// The lines without their ends, each valid until the next is asked for; the last one says whether it has an end.
    /// </summary>
    public static async IAsyncEnumerable<(ReadOnlyMemory<byte> Line, long End, bool IsWhole)> ReadAsync(
        IDisk disk, [EnumeratorCancellation] CancellationToken ct)
    {
        if (!disk.Exists(AuditFiles.Log))
        {
            yield break;
        }

        using var file = disk.OpenForRead(AuditFiles.Log);
        var buffer = new byte[PieceOctets];
        var (start, end, offset) = (0, 0, 0L);
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                offset += length + 1;
                yield return (buffer.AsMemory(start, length), offset, true);
                start += length + 1;
                continue;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (end == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var read = await file.ReadAsync(offset + end, buffer.AsMemory(end), ct).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            end += read;
        }

        if (end > 0)
        {
            yield return (buffer.AsMemory(0, end), offset + end, false);
        }
    }
}
