using System.Diagnostics;
using System.Globalization;
using Causeway.Core.Envelopes;
using Causeway.Core.Replies;

namespace Causeway.Smtp.Client;

/// <summary>
/// One mail transaction (RFC 5321 section 3.3): MAIL, RCPT for each recipient, DATA; in as few round trips as the peer
/// allows (RFC 2920).
/// </summary>
internal sealed class MailTransaction(
    SmtpChannel channel, SmtpExtensions extensions, SmtpTimeLimits limits, Envelope envelope)
{
    // RFC 2920 section 3.1: no more commands at once than replies fit on the way back, or both sides block in sending.
    private const int MaximumBatch = 100;

    private const int ServiceClosing = 421;
    private const int StartMailInput = 354;

    private readonly SmtpReply?[] replies = new SmtpReply?[envelope.Recipients.Length];
    private SmtpReply? mail;
    private SmtpReply? data;

    /// <summary>The 421 with which the peer took its leave.</summary>
    public SmtpReply? Closing { get; private set; }

    public bool IsAccepted => mail is { IsPositive: true };

    public bool EndOfDataSent { get; private set; }

    /// <summary>True where the peer holds an open transaction, so that RSET must come before another one.</summary>
    public bool IsOpen => IsAccepted && Closing is null && data is not { Code: StartMailInput };

    public async ValueTask<SendResult> RunAsync(IMessageBody body, CancellationToken cancellationToken)
    {
        var needsUtf8 = NeedsUtf8();
        if (needsUtf8 && !extensions.SmtpUtf8)
        {
            // RFC 6531 section 3.5: an internationalized address must not be sent to a server without SMTPUTF8.
            return Result(ReplyTable.For(Reason.Utf8NotOffered));
        }

        // RFC 6152 section 3: 8-bit content must not be sent to a server without 8BITMIME; a relay that encoded it anew
        // would break its signatures.
        if (!extensions.EightBitMime
            && await EightBitScan.IsEightBitAsync(body, cancellationToken).ConfigureAwait(false))
        {
            return Result(ReplyTable.For(Reason.EightBitNotOffered));
        }

        var open = MailCommand(body.Length, needsUtf8);
        await (extensions.Pipelining ? PipelineAsync(open, cancellationToken) : StepAsync(open, cancellationToken))
            .ConfigureAwait(false);
        var anyAccepted = IsAccepted && replies.Any(reply => reply is { IsPositive: true });
        if (data is { Code: StartMailInput })
        {
            if (anyAccepted)
            {
                var final = await SendBodyAsync(body, cancellationToken).ConfigureAwait(false);
                return Result(final);
            }

            // RFC 2920 section 3.1: a peer that wants the data of a message for nobody gets an empty one.
            await ReplyToAsync(".", limits.DataTermination, cancellationToken).ConfigureAwait(false);
        }

        return Refused(anyAccepted);
    }

    private static bool IsAscii(string text) => System.Text.Ascii.IsValid(text);

    private bool NeedsUtf8() =>
        envelope.NeedsUtf8 || !IsAscii(envelope.From.ToString())
        || envelope.Recipients.Any(recipient => !IsAscii(recipient.Address.ToString())
            || (extensions.Dsn && !IsAscii(recipient.OriginalRecipient ?? "")));

    private string MailCommand(long length, bool needsUtf8) => string.Create(CultureInfo.InvariantCulture,
        $"MAIL FROM:<{envelope.From}>{(extensions.Size ? $" SIZE={length}" : "")}")
        + (extensions.EightBitMime ? " BODY=8BITMIME" : "") + (needsUtf8 ? " SMTPUTF8" : "")
        + (extensions.Dsn ? DsnParameters.OfMail(envelope) : "");

    private string RcptCommand(EnvelopeRecipient recipient) =>
        $"RCPT TO:<{recipient.Address}>{(extensions.Dsn ? DsnParameters.OfRcpt(recipient) : "")}";

    private async Task StepAsync(string open, CancellationToken cancellationToken)
    {
        mail = await ReplyToAsync(open, limits.Command, cancellationToken).ConfigureAwait(false);
        if (!mail.IsPositive)
        {
            return;
        }

        for (var i = 0; i < envelope.Recipients.Length && Closing is null; i++)
        {
            replies[i] = await ReplyToAsync(RcptCommand(envelope.Recipients[i]), limits.Command, cancellationToken)
                .ConfigureAwait(false);
        }

        if (Closing is null && replies.Any(reply => reply is { IsPositive: true }))
        {
            channel.Write("DATA");
            await channel.FlushAsync(limits.DataInitiation, cancellationToken).ConfigureAwait(false);
            data = await ReadDataReplyAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PipelineAsync(string open, CancellationToken cancellationToken)
    {
        channel.Write(open);
        for (var start = 0; start < envelope.Recipients.Length && Closing is null && mail is not { IsPositive: false };
            start += MaximumBatch)
        {
            var end = Math.Min(start + MaximumBatch, envelope.Recipients.Length);
            for (var i = start; i < end; i++)
            {
                channel.Write(RcptCommand(envelope.Recipients[i]));
            }

            if (end == envelope.Recipients.Length)
            {
                channel.Write("DATA");
            }

            await channel.FlushAsync(limits.Command, cancellationToken).ConfigureAwait(false);
            await ReadBatchAsync(start, end, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReadBatchAsync(int start, int end, CancellationToken cancellationToken)
    {
        mail ??= await ReadAsync(limits.Command, cancellationToken).ConfigureAwait(false);
        for (var i = start; i < end && Closing is null; i++)
        {
            replies[i] = await ReadAsync(limits.Command, cancellationToken).ConfigureAwait(false);
        }

        if (end == envelope.Recipients.Length && Closing is null)
        {
            data = await ReadDataReplyAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<SmtpReply> SendBodyAsync(IMessageBody body, CancellationToken cancellationToken)
    {
        using var stuffer = new DotStuffer(channel, limits.DataBlock);
        await body.CopyToAsync(stuffer, cancellationToken).ConfigureAwait(false);
        stuffer.EndOfData();
        if (stuffer.Count != body.Length)
        {
            throw new InvalidDataException($"The stored message has {stuffer.Count} octets, not {body.Length}.");
        }

        EndOfDataSent = true;
        await channel.FlushAsync(limits.DataBlock, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(limits.DataTermination, cancellationToken).ConfigureAwait(false);
    }

    private SendResult Refused(bool anyAccepted)
    {
        // A server without valid recipients answers DATA with a generic 503 or 554; the last RCPT reply tells more.
        var last = Closing
            ?? (!IsAccepted ? mail : anyAccepted ? data : replies.LastOrDefault())
            ?? throw new UnreachableException("A transaction without data was refused by some reply.");
        return Result(last);
    }

    // Where MAIL was refused, the replies to pipelined RCPTs are echoes of that (503) and mean nothing.
    private SendResult Result(SmtpReply final) =>
        new([.. replies.Select(reply => IsAccepted ? reply ?? final : final)], final)
        {
            TransactionAccepted = IsAccepted,
        };

    private async ValueTask<SmtpReply> ReplyToAsync(
        string command, TimeSpan limit, CancellationToken cancellationToken)
    {
        channel.Write(command);
        await channel.FlushAsync(limit, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(limit, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<SmtpReply> ReadDataReplyAsync(CancellationToken cancellationToken)
    {
        var reply = await channel.ReadReplyAsync(limits.DataInitiation, cancellationToken).ConfigureAwait(false);
        return reply.Code is StartMailInput or >= 400
            ? Noted(reply)
            : throw new SmtpConnectionBrokenException($"The peer broke the protocol: {reply.Code} as answer to DATA.");
    }

    private async ValueTask<SmtpReply> ReadAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var reply = await channel.ReadReplyAsync(limit, cancellationToken).ConfigureAwait(false);
        return reply.Code is >= 300 and < 400
            ? throw new SmtpConnectionBrokenException($"The peer broke the protocol: {reply.Code} was not asked for.")
            : Noted(reply);
    }

    private SmtpReply Noted(WireReply wire)
    {
        var reply = wire.ToReply();
        Closing = wire.Code == ServiceClosing ? reply : Closing;
        return reply;
    }
}
