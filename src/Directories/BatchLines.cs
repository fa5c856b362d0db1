using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Causeway.Directories;

/// <summary>
/// Batches on their way to a copy: a line of JSON each. An empty line says that there is nothing else at this moment.
/// </summary>
public static class BatchLines
{
    // A hundred thousand recipients take about 20 MiB.
    private const int LongestLine = 1 << 30;

    private static readonly byte[] End = "\n"u8.ToArray();

    public static void Write(PipeWriter target, DirectoryBatch batch)
    {
        target.Write(DirectoryJson.Write(batch));
        target.Write(End);
    }

    public static void WriteNothing(PipeWriter target) => target.Write(End);

    /// <summary>Reads to the end of the stream; null stands for an empty line.</summary>
    /// <param name="heard">Called whenever octets came: a long line takes its time.</param>
    /// <exception cref="InvalidDataException">A line is no batch, or is too long.</exception>
    public static async IAsyncEnumerable<DirectoryBatch?> ReadAsync(
        PipeReader source, Action heard, [EnumeratorCancellation] CancellationToken ct)
    {
        var searched = 0L;
        while (true)
        {
            var read = await source.ReadAsync(ct).ConfigureAwait(false);
            heard();
            var buffer = read.Buffer;
            while (buffer.Slice(searched).PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                yield return line.IsEmpty ? null : Parse(line);
                buffer = buffer.Slice(buffer.GetPosition(1, end));
                searched = 0;
            }

            searched = buffer.Length;

            if (buffer.Length > LongestLine)
            {
                throw new InvalidDataException($"A line is longer than {LongestLine} octets.");
            }

            source.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                yield break;
            }
        }
    }

    private static DirectoryBatch Parse(ReadOnlySequence<byte> line) =>
        DirectoryJson.Read(line.IsSingleSegment ? line.FirstSpan : line.ToArray());
}
