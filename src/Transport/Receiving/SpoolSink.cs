using System.Buffers;
using Causeway.Core.Replies;
using Causeway.Mail;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Smtp.Server;
using Causeway.Transport.Notices;

namespace Causeway.Transport.Receiving;

/// <summary>
/// Takes a message's octets: gathers the header block, lets the body run into the spool as it arrives, and at its end,
/// when all of it is known, sends the message on its journey; what that puts on top is stored before the body. 250 is
/// answered only when the spool says that octets and fact are durable.
/// </summary>
internal sealed class SpoolSink(SiteService service, SiteSession session, Incoming first) : IMessageSink
{
    private readonly ArrayBufferWriter<byte> header = new(4096);
    private readonly BodyWriter body = service.Spool.BeginBody();
    private Incoming message = first;
    private Examination? examination;
    private bool isInBody;

    public async ValueTask WriteAsync(ReadOnlySequence<byte> octets, CancellationToken ct)
    {
        if (!isInBody)
        {
            await GatherAsync(octets, ct).ConfigureAwait(false);
            return;
        }

        foreach (var stretch in octets)
        {
            await StoreAsync(stretch, ct).ConfigureAwait(false);
        }
    }

    public async ValueTask<SmtpReply> CompleteAsync(CancellationToken ct)
    {
        if (!isInBody)
        {
            // A message of header fields only, without the empty line (RFC 5322 section 2.1: the body is optional).
            ReadHeader(header.WrittenMemory);
        }

        await DepartAsync(ct).ConfigureAwait(false);
        var accepted = message.Refusal is null ? await CommitAsync(ct).ConfigureAwait(false) : null;
        if (accepted is null)
        {
            var refusal = message.Refusal!;
            var hop = message.Decisions
                .SelectMany(decision => decision.Hops).FirstOrDefault(hop => hop.Refusal is not null);
            session.Refuse(
                "DATA", refusal, hop?.Recipient.ToString(), hop?.Rule, message.Why ?? hop?.Why,
                message.Header.TextOf("Message-ID"u8), message.TraceId);
            return refusal;
        }

        await ExpansionNotice.WriteAsync(service, accepted, AcceptedFact.Expanded(message), message.Header, ct)
            .ConfigureAwait(false);
        session.Accepted();
        return SmtpReply.Of(250, "2.0.0", $"Accepted as {message.QueueId}");
    }

    public async ValueTask DisposeAsync()
    {
        body.Dispose();
        if (examination is not null)
        {
            await examination.DisposeAsync().ConfigureAwait(false);
        }
    }

    // A spool that cannot store the message says so as the reply to it; the rest of the octets is read and dropped.
    private async ValueTask StoreAsync(ReadOnlyMemory<byte> octets, CancellationToken ct)
    {
        if (message.Refusal is null)
        {
            examination!.Write(octets.Span);
            await StoredAsync(body.WriteAsync(octets, ct)).ConfigureAwait(false);
        }
    }

    private async ValueTask StoredAsync(ValueTask storing)
    {
        try
        {
            await storing.ConfigureAwait(false);
        }
        catch (SpoolFaultException)
        {
            message = message with { Refusal = ReplyTable.For(Reason.InsufficientStorage) };
        }
    }

    private async ValueTask<Accepted?> CommitAsync(CancellationToken ct)
    {
        var charge = service.Sending.Take(message);
        if (charge.Refused is { } limit)
        {
            message = message with { Refusal = ReplyTable.For(limit), Why = charge.Why };
            return null;
        }

        try
        {
            var fact = AcceptedFact.Of(message, session.Facts()) with { IsOverLimit = charge.IsOverLimit };
            return await service.Spool.CommitAsync(body, fact, ct).ConfigureAwait(false);
        }
        catch (SpoolFaultException)
        {
            service.Sending.Return(charge);
            message = message with { Refusal = ReplyTable.For(Reason.InsufficientStorage) };
            return null;
        }
    }

    private async ValueTask GatherAsync(ReadOnlySequence<byte> octets, CancellationToken ct)
    {
        var before = header.WrittenCount;
        foreach (var stretch in octets)
        {
            header.Write(stretch.Span);
        }

        var end = EndOfHeader(header.WrittenSpan, before);
        if (end >= 0)
        {
            ReadHeader(header.WrittenMemory[..end]);
            await StoreAsync(header.WrittenMemory[end..], ct).ConfigureAwait(false);
        }
        else if (header.WrittenCount > HeaderLimits.Default.Octets)
        {
            ReadHeader(header.WrittenMemory);
        }
    }

    // Where the header block ends, its empty line included; -1 as long as it has not come. What was searched before
    // is not searched again, so that an octet at a time costs no more than all at once.
    private static int EndOfHeader(ReadOnlySpan<byte> octets, int searched)
    {
        if (octets.StartsWith("\r\n"u8))
        {
            return 2;
        }

        var from = Math.Max(0, searched - 3);
        var found = octets[from..].IndexOf("\r\n\r\n"u8);
        return found < 0 ? -1 : from + found + 4;
    }

    private void ReadHeader(ReadOnlyMemory<byte> block)
    {
        isInBody = true;
        var limits = message is { IsFromOwnSite: true, IsFromForeignEntry: false }
            ? HeaderLimits.Default
            : HeaderLimits.OfOthers;
        var scan = HeaderBlock.TryScan(block, isWhole: true, limits, out var scanned);
        if (scan != HeaderScan.Complete)
        {
            message = message with { Refusal = ReplyTable.For(Reason.HeaderTooLarge) };
            return;
        }

        message = message with { Header = scanned! };
        examination = Examination.Begin(service, message);
    }

    private async ValueTask DepartAsync(CancellationToken ct)
    {
        if (message.Refusal is not null)
        {
            return;
        }

        message = await examination!.CompleteAsync(message, ct).ConfigureAwait(false);
        message = service.Journey.Take(message);
        if (message.Refusal is not null)
        {
            return;
        }

        byte[] top = [.. message.Stamp, .. message.Header.Octets.Span];
        if (top.Length > HeaderLimits.Default.Octets)
        {
            message = message with { Refusal = ReplyTable.For(Reason.HeaderTooLarge) };
        }
        else if (service.Limits.Refuse(message.Snapshot.Organization.Name, message.Decisions, body.Length + top.Length))
        {
            message = message with { Refusal = ReplyTable.For(Reason.MessageTooLarge) };
        }
        else
        {
            await StoredAsync(body.PutOnTopAsync(top, ct)).ConfigureAwait(false);
        }
    }
}
