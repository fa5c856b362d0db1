using System.Buffers;
using Causeway.Mail;
using Causeway.Mail.Dsn;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;

namespace Causeway.Transport.Notices;

/// <summary>
/// As much of a spooled message as a notice needs: its header block, and what stands behind it where the whole is small
/// enough to be returned.
/// </summary>
internal sealed record OriginalMessage(HeaderBlock Header, ReadOnlyMemory<byte>? Content)
{
    /// <summary>Throws where the octets are damaged; then no notice can be written yet.</summary>
    public static async ValueTask<OriginalMessage> ReadAsync(Spool spool, Accepted message, CancellationToken ct)
    {
        var isSmall = message.Size <= DsnWriter.ReturnedOctets;
        var octets = new ArrayBufferWriter<byte>();
        await foreach (var piece in spool.ReadAsync(message, ct).ConfigureAwait(false))
        {
            octets.Write(piece.Span);
            var isWhole = octets.WrittenCount == message.Size;
            if (isSmall && !isWhole)
            {
                continue;
            }

            var scan = HeaderBlock.TryScan(octets.WrittenMemory, isWhole, HeaderLimits.OfStored, out var header);
            if (scan == HeaderScan.Complete)
            {
                return new OriginalMessage(header!, isSmall ? octets.WrittenMemory[header!.Octets.Length..] : null);
            }

            if (scan == HeaderScan.TooLarge)
            {
                break;
            }
        }

        return new OriginalMessage(HeaderBlock.Scan(default), null);
    }
}
