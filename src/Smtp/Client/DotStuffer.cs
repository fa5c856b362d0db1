using System.Buffers;
using System.IO.Pipelines;

namespace Causeway.Smtp.Client;

/// <summary>
/// Sends a message as the mail data of DATA: doubles a dot at the start of a line (RFC 5321 section 4.5.2) and changes
/// nothing else. A bare CR or LF, on which peers could disagree where the message ends, is an
/// <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class DotStuffer(SmtpChannel channel, TimeSpan blockLimit) : PipeWriter, IDisposable
{
    private const int DefaultLength = 16 * 1024;

    // Below this, octets wait for what follows them, so that a small message and its final dot are one packet's worth.
    private const int FlushThreshold = 64 * 1024;
    private const byte CarriageReturn = (byte)'\r';
    private const byte LineFeed = (byte)'\n';

    private byte[] pending = [];
    private int pendingLength;
    private bool isAtLineStart = true;
    private bool isAfterCarriageReturn;

    /// <summary>Octets of the message so far, added dots not counted.</summary>
    public long Count { get; private set; }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        var needed = Math.Max(sizeHint, 1);
        if (pending.Length - pendingLength < needed)
        {
            EncodePending();
            if (pending.Length < needed)
            {
                Dispose();
                pending = ArrayPool<byte>.Shared.Rent(Math.Max(needed, DefaultLength));
            }
        }

        return pending.AsMemory(pendingLength);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, pending.Length - pendingLength);
        pendingLength += bytes;
    }

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        EncodePending();
        if (channel.Output.UnflushedBytes >= FlushThreshold)
        {
            await channel.FlushAsync(blockLimit, cancellationToken).ConfigureAwait(false);
        }

        return new FlushResult(isCanceled: false, isCompleted: false);
    }

    public override ValueTask<FlushResult> WriteAsync(
        ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        EncodePending();
        Encode(source.Span);
        return FlushAsync(cancellationToken);
    }

    public override void CancelPendingFlush() => throw new NotSupportedException("Cancel by the token.");

    /// <summary>The end of the message is the caller's to say, by <see cref="EndOfData"/>.</summary>
    public override void Complete(Exception? exception = null)
    {
    }

    /// <summary>Ends the last line where it needs that, and adds the final dot; the caller flushes.</summary>
    public void EndOfData()
    {
        EncodePending();
        if (isAfterCarriageReturn)
        {
            throw Bare();
        }

        channel.Output.Write(isAtLineStart ? ".\r\n"u8 : "\r\n.\r\n"u8);
    }

    public void Dispose()
    {
        if (pending.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(pending);
            pending = [];
        }
    }

    private static InvalidDataException Bare() => new("The stored message holds a bare CR or LF.");

    private void EncodePending()
    {
        Encode(pending.AsSpan(0, pendingLength));
        pendingLength = 0;
    }

    private void Encode(ReadOnlySpan<byte> octets)
    {
        Count += octets.Length;
        if (isAfterCarriageReturn && !octets.IsEmpty && octets[0] == LineFeed)
        {
            channel.Output.Write("\r"u8);
        }

        var start = 0;
        for (var i = 0; i < octets.Length; i++)
        {
            if (isAfterCarriageReturn)
            {
                isAtLineStart = octets[i] == LineFeed ? true : throw Bare();
                isAfterCarriageReturn = false;
                continue;
            }

            if (isAtLineStart && octets[i] == (byte)'.')
            {
                channel.Output.Write(octets[start..i]);
                channel.Output.Write("."u8);
                start = i;
            }

            isAtLineStart = false;
            var toEnd = octets[i..].IndexOfAny(CarriageReturn, LineFeed);
            if (toEnd < 0)
            {
                break;
            }

            i += toEnd;
            isAfterCarriageReturn = octets[i] == CarriageReturn ? true : throw Bare();
        }

        // A CR is held back until its LF is there.
        channel.Output.Write(isAfterCarriageReturn && !octets.IsEmpty ? octets[start..^1] : octets[start..]);
    }
}
