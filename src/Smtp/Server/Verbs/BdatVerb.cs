using Causeway.Core.Replies;
using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Server.Verbs;

/// <summary>
/// BDAT (RFC 3030 section 2): content in chunks of a declared length. The octets of a refused chunk are taken off the
/// connection all the same; after a refusal every chunk up to the last, or up to RSET, gets the same reply.
/// </summary>
internal static class BdatVerb
{
    /// <param name="refusal">What the order of commands says against it; null where it may go on.</param>
    public static async ValueTask AnswerAsync(Conversation session, CommandLine line, SmtpReply? refusal)
    {
        if (BdatCommand.TryParse(line.Argument, out var chunk) is var fault and not SyntaxFault.None)
        {
            // How many octets follow is unknown; to go on would take content for commands.
            session.Refuse(line.Name, ProtocolReplies.For(fault));
            session.IsClosing = true;
            return;
        }

        var transfer = refusal is null ? await OpenAsync(session, line.Name) : null;
        var outcome = await TakeAsync(session, transfer, chunk.Length);
        if (outcome != Incoming.Octets)
        {
            session.End(line.Name, outcome);
            return;
        }

        if (transfer is null)
        {
            session.Refuse(line.Name, refusal ?? ProtocolReplies.MailFirst);
            return;
        }

        if (chunk.IsLast)
        {
            await EndAsync(session, transfer);
            await session.EndTransactionAsync();
            return;
        }

        if (transfer.FaultReply is { } reply)
        {
            transfer.Refuse(reply);
            return;
        }

        session.Reply(ProtocolReplies.ChunkOk);
    }

    private static async ValueTask<Transfer> OpenAsync(Conversation session, string command)
    {
        if (session.Chunks is { } open)
        {
            return open;
        }

        var (sink, refusal) = await DataVerb.OpenAsync(session, command);
        session.State = SessionState.Content;
        return session.Chunks = new Transfer(session, sink, refusal, command, isChunked: true);
    }

    /// <summary>Takes a chunk off the connection, into the transfer or into nothing.</summary>
    private static async ValueTask<Incoming> TakeAsync(Conversation session, Transfer? transfer, long length)
    {
        var time = transfer?.Time ?? new TransferTime(session);
        for (var left = length; ;)
        {
            if (!time.HasTime(out var limit))
            {
                return Incoming.TimedOut;
            }

            if (left == 0)
            {
                return Incoming.Octets;
            }

            var (outcome, octets) = await session.Channel.ReadBlockAsync(limit);
            if (outcome != Incoming.Octets)
            {
                return outcome;
            }

            var taken = octets.Slice(0, Math.Min(left, octets.Length));
            var end = taken.End;
            left -= taken.Length;
            while (transfer is not null && transfer.Reader.TryRead(ref taken, out var content))
            {
                await transfer.WriteAsync(content);
            }

            session.Channel.Advance(end);
        }
    }

    private static async ValueTask EndAsync(Conversation session, Transfer transfer)
    {
        if (transfer.Reader.EndChunks())
        {
            await transfer.WriteAsync(Transfer.LineEnd);
        }

        if (transfer.FaultReply is { } reply)
        {
            transfer.Refuse(reply);
            return;
        }

        reply = await transfer.CompleteAsync();
        if (reply.IsPositive)
        {
            session.ForgetErrors();
        }

        session.Reply(reply);
    }
}
