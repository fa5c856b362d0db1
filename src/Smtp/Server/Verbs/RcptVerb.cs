using Causeway.Core.Replies;
using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Server.Verbs;

/// <summary>RCPT adds a recipient; a refused one leaves the transaction as it was.</summary>
internal static class RcptVerb
{
    public static async ValueTask AnswerAsync(Conversation session, CommandLine line)
    {
        var fault = RcptCommand.TryParse(line.Argument, session.AllowsUtf8, out var command);
        if (fault != SyntaxFault.None)
        {
            session.Refuse(line.Name, ProtocolReplies.For(fault));
            return;
        }

        // RFC 5321 section 4.5.3.1.10: the sender delivers to the rest in another transaction.
        if (session.Recipients >= session.Limits.Recipients)
        {
            session.Refuse(line.Name, ReplyTable.For(Reason.TooManyRecipients));
            return;
        }

        var refusal = await session.AskAsync(
            line.Name, command, static (policy, rcpt, ct) => policy.RecipientAsync(rcpt, ct));
        if (refusal is null)
        {
            session.Recipients++;
            session.State = SessionState.Recipient;
        }

        session.Reply(refusal ?? ProtocolReplies.RecipientOk);
        if (refusal is { IsPermanent: true } && ++session.RefusedRecipients > session.Limits.RefusedRecipients)
        {
            session.Close(line.Name, Reason.TooManyRefusedRecipients);
        }
    }
}
