using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Causeway.Core.Replies;
using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Server;

/// <summary>What a wait for input brought.</summary>
internal enum Incoming
{
    Octets,
    BareCarriageReturnOrLineFeed,
    TooLong,
    Closed,
    TimedOut,
    Stopping,
}

/// <summary>
/// Reads lines and content from a connection and writes replies to it. Replies gather until the server must wait for
/// input (RFC 2920 section 3.2), so that a pipelined group of commands costs one flush. Every wait has a deadline.
/// </summary>
internal sealed class SmtpChannel : IDisposable
{
    private const int FlushThreshold = 16 * 1024;

    private readonly PipeReader input;
    private readonly PipeWriter output;
    private readonly LineReader lines;
    private readonly TimeProvider time;
    private readonly Action abort;
    private readonly ITimer timer;
    private TimeSpan timeout;
    private long armedAt;
    private int unflushed;
    private volatile bool isFlushing;
    private volatile bool isStopping;

    /// <param name="abort">Breaks a connection whose peer does not read what is written to it.</param>
    public SmtpChannel(IDuplexPipe pipe, SmtpLimits limits, TimeProvider time, Action abort)
    {
        input = pipe.Input;
        output = pipe.Output;
        lines = new LineReader(limits.CommandLine, limits.AuthLine);
        this.time = time;
        this.abort = abort;
        timer = time.CreateTimer(
            static channel => ((SmtpChannel)channel!).Expire(), this,
            Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Ends a wait for a command, now or later, with <see cref="Incoming.Stopping"/>; from any thread.
    /// </summary>
    public void Stop()
    {
        isStopping = true;
        input.CancelPendingRead();
    }

    public void Write(SmtpReply reply) => unflushed += ReplyWriter.Write(output, reply);

    public void Write(int code, IReadOnlyList<string> text) => unflushed += ReplyWriter.Write(output, code, text);

    /// <summary>Sends what was written; false when the peer is gone.</summary>
    public async ValueTask<bool> FlushAsync(TimeSpan limit)
    {
        if (unflushed == 0)
        {
            return true;
        }

        unflushed = 0;
        var flush = output.FlushAsync(CancellationToken.None);
        if (flush.IsCompleted)
        {
            return !flush.Result.IsCompleted;
        }

        Arm(limit);
        isFlushing = true;
        var result = await flush;
        isFlushing = false;
        return !result.IsCompleted;
    }

    /// <summary>Reads one line; the deadline holds for the whole line, however many pieces it comes in.</summary>
    /// <param name="mayStop">True where no transaction is open, so that a shutdown may end the wait.</param>
    public async ValueTask<(Incoming Outcome, string Text)> ReadLineAsync(
        bool authExchange, bool mayStop, TimeSpan limit)
    {
        var isArmed = false;
        while (!mayStop || !isStopping)
        {
            if (unflushed > FlushThreshold && !await FlushAsync(limit))
            {
                return (Incoming.Closed, "");
            }

            if (!input.TryRead(out var result))
            {
                if (!await FlushAsync(limit))
                {
                    return (Incoming.Closed, "");
                }

                if (!isArmed)
                {
                    Arm(limit);
                    isArmed = true;
                }

                result = await input.ReadAsync(CancellationToken.None);
            }

            if (TakeLine(result, authExchange, out var text) is { } outcome)
            {
                return (outcome, text);
            }

            if (result.IsCompleted)
            {
                return (Incoming.Closed, "");
            }

            if (isArmed && result.IsCanceled && HasExpired())
            {
                return (Incoming.TimedOut, "");
            }
        }

        return (Incoming.Stopping, "");
    }

    /// <summary>
    /// Reads whatever has come of a message; the caller says by <see cref="Advance"/> how much it took.
    /// </summary>
    public async ValueTask<(Incoming Outcome, ReadOnlySequence<byte> Octets)> ReadBlockAsync(TimeSpan limit)
    {
        var isArmed = false;
        while (true)
        {
            if (!input.TryRead(out var result))
            {
                if (!await FlushAsync(limit))
                {
                    return (Incoming.Closed, default);
                }

                if (!isArmed)
                {
                    Arm(limit);
                    isArmed = true;
                }

                result = await input.ReadAsync(CancellationToken.None);
            }

            if (!result.Buffer.IsEmpty)
            {
                return (Incoming.Octets, result.Buffer);
            }

            input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return (Incoming.Closed, default);
            }

            if (isArmed && result.IsCanceled && HasExpired())
            {
                return (Incoming.TimedOut, default);
            }
        }
    }

    public void Advance(SequencePosition consumed) => input.AdvanceTo(consumed);

    /// <summary>RFC 3207 section 4.2: what the client sent before the handshake is not to be heard after it.</summary>
    public void DropBuffered()
    {
        while (input.TryRead(out var result))
        {
            input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }

    public void Dispose() => timer.Dispose();

    private Incoming? TakeLine(ReadResult result, bool authExchange, out string text)
    {
        text = "";
        var buffer = result.Buffer;
        var outcome = lines.TryRead(ref buffer, authExchange, out var line);
        if (outcome == LineOutcome.Incomplete)
        {
            input.AdvanceTo(buffer.Start, buffer.End);
            return null;
        }

        if (outcome == LineOutcome.Line)
        {
            text = Encoding.Latin1.GetString(line);
        }

        input.AdvanceTo(buffer.Start);
        return outcome switch
        {
            LineOutcome.Line => Incoming.Octets,
            LineOutcome.TooLong => Incoming.TooLong,
            _ => Incoming.BareCarriageReturnOrLineFeed,
        };
    }

    private void Arm(TimeSpan limit)
    {
        timeout = limit;
        armedAt = time.GetTimestamp();
        timer.Change(limit, Timeout.InfiniteTimeSpan);
    }

    // The timer is not stopped after each wait, which would cost more than the rare wake for nothing that it may cause.
    private void Expire()
    {
        if (isFlushing)
        {
            // What fires now may have been armed for the wait before.
            if (HasExpired())
            {
                abort();
            }
        }
        else
        {
            input.CancelPendingRead();
        }
    }

    // A timer may fire a tick before the clock says so.
    private bool HasExpired() => time.GetElapsedTime(armedAt) + TimeSpan.FromMilliseconds(20) >= timeout;
}
