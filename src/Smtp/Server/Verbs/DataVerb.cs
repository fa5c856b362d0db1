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
            await session.EndTransactionAsync();
            return;
        }

        await using var transfer = new Transfer(session, sink, null, line.Name, isChunked: false);
        session.Reply(ProtocolReplies.StartMail);
        var outcome = await ReceiveAsync(session, transfer);
        if (outcome != Incoming.Octets)
        {
            session.End(line.Name, outcome);
            return;
        }

        await CompleteAsync(session, transfer);
        await session.EndTransactionAsync();
    }

    /// <summary>The policy's sink or its refusal; a fault of the policy is a refusal.</summary>
    public static async ValueTask<(IMessageSink? Sink, SmtpReply? Refusal)> OpenAsync(
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
            if (!transfer.Time.HasTime(out var limit))
            {
                return Incoming.TimedOut;
            }

            var (outcome, octets) = await session.Channel.ReadBlockAsync(limit);
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

    private static async ValueTask CompleteAsync(Conversation session, Transfer transfer)
    {
        if (transfer.Reader.Faults != DataFaults.None)
        {
            await transfer.DisposeAsync();
            transfer.Refuse(transfer.FaultReply!);
            return;
        }

        var reply = await transfer.CompleteAsync();
        if (reply.IsPositive)
        {
            session.ForgetErrors();
        }

        session.Reply(reply);
    }
}
