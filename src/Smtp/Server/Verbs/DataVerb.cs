using System.Diagnostics;
using Causeway.Core.Replies;
using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Server.Verbs;

/// <summary>
/// DATA: the content goes to the policy's sink as it comes. A message with a fault is read to its true end, so that no
/// part of it is taken for commands, and then refused; its sink is disposed of at the first fault.
/// </summary>
internal static class DataVerb
{
    public static async ValueTask AnswerAsync(Conversation session, CommandLine line)
    {
        if (BareCommand.TryParse(line.Argument) is var fault and not SyntaxFault.None)
        {
            session.Refuse(line.Name, ProtocolReplies.For(fault));
            return;
        }

        var (sink, refusal) = await OpenAsync(session, line.Name);
        if (sink is null)
        {
            session.Reply(refusal ?? throw new UnreachableException("The policy gave neither a sink nor a refusal."));
            session.EndTransaction();
            return;
        }

        await using var transfer = new Transfer(session, sink, line.Name);
        session.Reply(ProtocolReplies.StartMail);
        var outcome = await ReceiveAsync(session, transfer);
        if (outcome != Incoming.Octets)
        {
            session.End(line.Name, outcome);
            return;
        }

        await CompleteAsync(session, transfer, line.Name);
        session.EndTransaction();
    }

    private static async ValueTask<(IMessageSink? Sink, SmtpReply? Refusal)> OpenAsync(
        Conversation session, string command)
    {
        try
        {
            return await session.Policy.DataAsync(session.HardStop);
        }
        catch (Exception e)
        {
            return (null, session.Fault(command, e));
        }
    }

    /// <summary>
    /// Reads to the end of the message; anything but <see cref="Incoming.Octets"/> means that it never came.
    /// </summary>
    private static async ValueTask<Incoming> ReceiveAsync(Conversation session, Transfer transfer)
    {
        while (!transfer.Reader.IsComplete)
        {
            var (outcome, octets) = await session.Channel.ReadBlockAsync(session.Limits.DataBlockTimeout);
            if (outcome != Incoming.Octets)
            {
                return outcome;
            }

            while (transfer.Reader.TryRead(ref octets, out var content))
            {
                await transfer.WriteAsync(content);
            }

            session.Channel.Advance(octets.Start);
        }

        return Incoming.Octets;
    }

    private static async ValueTask CompleteAsync(Conversation session, Transfer transfer, string command)
    {
        if (RefusalOf(transfer.Reader.Faults) is { } reason)
        {
            await transfer.DisposeAsync();
            session.Refuse(command, ReplyTable.For(reason));
            return;
        }

        var reply = await transfer.CompleteAsync();
        if (reply.IsPositive)
        {
            session.ForgetErrors();
        }

        session.Reply(reply);
    }

    // One reply names one fault: first the one that smells of smuggling, then what the sender can cure in the message.
    private static Reason? RefusalOf(DataFaults faults) => faults switch
    {
        DataFaults.None => null,
        _ when faults.HasFlag(DataFaults.BareCarriageReturnOrLineFeed) => Reason.BareCarriageReturnOrLineFeed,
        _ when faults.HasFlag(DataFaults.LineTooLong) => Reason.LineTooLong,
        _ when faults.HasFlag(DataFaults.MessageTooLarge) => Reason.MessageTooLarge,
        _ => Reason.HeaderTooLarge,
    };
}
