using System.Buffers;
using Causeway.Core.Replies;
using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Server.Verbs;

/// <summary>One message on its way into its sink; a fault of the sink ends the writing, not the reading.</summary>
/// <param name="sink">Null where the policy refused, which <paramref name="refusal"/> says.</param>
internal sealed class Transfer(
    Conversation session, IMessageSink? sink, SmtpReply? refusal, string command, bool isChunked) : IAsyncDisposable
{
    public static readonly ReadOnlySequence<byte> LineEnd = new("\r\n"u8.ToArray());

    private IMessageSink? open = sink;
    private SmtpReply? failure;
    private SmtpReply? told;

    public DataReader Reader { get; } =
        new(session.Limits.TextLine, session.Limits.HeaderBlock, session.Limits.MessageSize, isChunked);

    public TransferTime Time { get; } = new(session);

    /// <summary>Why the message cannot be accepted any more; null where it can.</summary>
    public SmtpReply? FaultReply => told ?? refusal
        ?? (ReasonOf(Reader.Faults) is { } reason ? ReplyTable.For(reason) : failure);

    public async ValueTask WriteAsync(ReadOnlySequence<byte> content)
    {
        if (open is null)
        {
            return;
        }

        if (Reader.Faults != DataFaults.None)
        {
            await DisposeAsync();
            return;
        }

        try
        {
            await open.WriteAsync(content, session.HardStop);
        }
        catch (Exception e)
        {
            failure = session.Fault(command, e);
            await DisposeAsync();
        }
    }

    /// <summary>Refuses the message, or one more chunk of it; what the content lacks counts as one error.</summary>
    public void Refuse(SmtpReply reply)
    {
        if (told is null && refusal is null && Reader.Faults != DataFaults.None)
        {
            session.Refuse(command, reply);
        }
        else
        {
            session.Reply(reply);
        }

        told = reply;
    }

    public async ValueTask<SmtpReply> CompleteAsync()
    {
        if (open is null)
        {
            return failure ?? ReplyTable.For(Reason.LocalFault);
        }

        try
        {
            using var deadline = new CancellationTokenSource(session.Limits.DataTerminationTimeout, session.Time);
            using var stop = session.HardStop.UnsafeRegister(
                static source => ((CancellationTokenSource)source!).Cancel(), deadline);
            return await open.CompleteAsync(deadline.Token);
        }
        catch (Exception e)
        {
            return session.Fault(command, e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        var closing = open;
        open = null;
        if (closing is null)
        {
            return;
        }

        try
        {
            await closing.DisposeAsync();
        }
        catch (Exception e)
        {
            failure ??= session.Fault(command, e);
        }
    }

    // One reply names one fault: first the one that smells of smuggling, then what the sender can cure in the message.
    private static Reason? ReasonOf(DataFaults faults) => faults switch
    {
        DataFaults.None => null,
        _ when faults.HasFlag(DataFaults.BareCarriageReturnOrLineFeed) => Reason.BareCarriageReturnOrLineFeed,
        _ when faults.HasFlag(DataFaults.LineTooLong) => Reason.LineTooLong,
        _ when faults.HasFlag(DataFaults.MessageTooLarge) => Reason.MessageTooLarge,
        _ => Reason.HeaderTooLarge,
    };
}
