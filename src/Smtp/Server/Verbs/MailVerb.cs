using Causeway.Core.Replies;
using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Server.Verbs;

/// <summary>MAIL opens a transaction.</summary>
internal static class MailVerb
{
    public static async ValueTask AnswerAsync(Conversation session, CommandLine line)
    {
        // RFC 6409 section 4.3: submission asks for a sign-in.
        if (session.Peer.Kind != ListenerKind.Mta && !session.IsAuthenticated)
        {
            session.Refuse(line.Name, ReplyTable.For(Reason.AuthenticationRequired));
            session.IsMailRefused = true;
            return;
        }

        var fault = MailCommand.TryParse(line.Argument, out var command);
        if (fault != SyntaxFault.None)
        {
            session.Refuse(line.Name, ProtocolReplies.For(fault));
            session.IsMailRefused = true;
            return;
        }

        // RFC 1870 section 6.1: a declared size above the limit is refused at once.
        if (command.Size > session.Limits.MessageSize)
        {
            session.Refuse(line.Name, ReplyTable.For(Reason.MessageTooLarge));
            session.IsMailRefused = true;
            return;
        }

        var refusal = await session.AskAsync(
            line.Name, command, static (policy, mail, ct) => policy.MailAsync(mail, ct));
        session.IsMailRefused = refusal is not null;
        session.AllowsUtf8 = refusal is null && command.NeedsUtf8;
        session.State = refusal is null ? SessionState.Mail : SessionState.Greeted;
        session.Reply(refusal ?? ProtocolReplies.SenderOk);
    }
}
