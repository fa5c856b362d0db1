using System.Buffers;
using System.IO.Pipelines;
using Causeway.Mail;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Smtp.Client;

namespace Causeway.Transport.Delivering;

/// <summary>
/// A message as it leaves for the Internet: without the fields that only our own sites read. Everything below them is
/// what came in.
/// </summary>
internal sealed class LeavingBody : IMessageBody
{
    private readonly Spool spool;
    private readonly Accepted message;
    private readonly ReadOnlyMemory<byte> header;
    private readonly int replaced;

    private LeavingBody(Spool spool, Accepted message, ReadOnlyMemory<byte> header, int replaced)
    {
        this.spool = spool;
        this.message = message;
        this.header = header;
        this.replaced = replaced;
    }

    public long Length => message.Size - replaced + header.Length;

    public static async ValueTask<LeavingBody> OpenAsync(Spool spool, Accepted message, CancellationToken ct)
    {
        var head = new ArrayBufferWriter<byte>();
        await foreach (var piece in spool.ReadAsync(message, ct).ConfigureAwait(false))
        {
            head.Write(piece.Span);
            var isWhole = head.WrittenCount == message.Size;
            switch (HeaderBlock.TryScan(head.WrittenMemory, isWhole, HeaderLimits.OfStored, out var block))
            {
                case HeaderScan.Complete:
                    var kept = HeaderFirewall.Strip(
                        block!, HeaderKinds.Ours | HeaderKinds.Source, AuthservIds.None);
                    return new LeavingBody(spool, message, kept, block!.Octets.Length);
                case HeaderScan.TooLarge:
                    throw new InvalidDataException($"The header of {message.Id} is larger than any that is accepted.");
                default:
                    continue;
            }
        }

        return new LeavingBody(spool, message, default, 0);
    }

    public async ValueTask CopyToAsync(PipeWriter destination, CancellationToken cancellationToken)
    {
        await destination.WriteAsync(header, cancellationToken).ConfigureAwait(false);
        var skip = replaced;
        await foreach (var piece in spool.ReadAsync(message, cancellationToken).ConfigureAwait(false))
        {
            var skipped = Math.Min(skip, piece.Length);
            skip -= skipped;
            await destination.WriteAsync(piece[skipped..], cancellationToken).ConfigureAwait(false);
        }
    }
}
