using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Causeway.Smtp.Client;

/// <summary>
/// Looks through a message for octets above 127 before it is offered to a peer without 8BITMIME. The octets decide, not
/// what BODY said when the message came: a declaration of 8BITMIME costs nobody a message that is ASCII after all, and
/// an absent one hides nothing (RFC 6152 section 3). Such peers are rare, so reading twice is cheaper than a mark in
/// every spool.
/// </summary>
internal sealed class EightBitScan : PipeWriter, IDisposable
{
    private const int DefaultLength = 16 * 1024;

    private byte[] scratch = ArrayPool<byte>.Shared.Rent(DefaultLength);

    /// <summary>True where an octet above 127 was written.</summary>
    public bool Found { get; private set; }

    public static async ValueTask<bool> IsEightBitAsync(IMessageBody body, CancellationToken cancellationToken)
    {
        using var scan = new EightBitScan();
        await body.CopyToAsync(scan, cancellationToken).ConfigureAwait(false);
        return scan.Found;
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (scratch.Length < sizeHint)
        {
            Dispose();
            scratch = ArrayPool<byte>.Shared.Rent(sizeHint);
        }

        return scratch;
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes) => Found |= !Ascii.IsValid(scratch.AsSpan(0, bytes));

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(new FlushResult(isCanceled: false, isCompleted: false));
    }

    public override ValueTask<FlushResult> WriteAsync(
        ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        Found |= !Ascii.IsValid(source.Span);
        return FlushAsync(cancellationToken);
    }

    public override void CancelPendingFlush() => throw new NotSupportedException("Cancel by the token.");

    public override void Complete(Exception? exception = null)
    {
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(scratch);
        scratch = [];
    }
}
