using System.IO.Pipelines;

namespace Causeway.Smtp.Client;

/// <summary>A message that already lies in memory, such as a DSN.</summary>
public sealed class MemoryMessageBody(ReadOnlyMemory<byte> octets) : IMessageBody
{
    private const int BlockLength = 32 * 1024;

    public long Length => octets.Length;

    public async ValueTask CopyToAsync(PipeWriter destination, CancellationToken cancellationToken)
    {
        for (var start = 0; start < octets.Length; start += BlockLength)
        {
            var block = octets.Slice(start, Math.Min(BlockLength, octets.Length - start));
            await destination.WriteAsync(block, cancellationToken).ConfigureAwait(false);
        }
    }
}
