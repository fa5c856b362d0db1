using Causeway.Core.Replies;
using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Server.Verbs;

/// <summary>HELO: as EHLO, without extensions (RFC 5321 section 4.1.1.1).</summary>
internal static class HeloVerb
{
    public static async ValueTask AnswerAsync(Conversation session, CommandLine line)
    {
        var fault = HeloCommand.TryParse(line.Argument, out var command);
        if (fault != SyntaxFault.None)
        {
            session.Refuse(line.Name, ProtocolReplies.For(fault));
            return;
        }

        session.State = SessionState.Greeted;
        await session.EndTransactionAsync();
        session.Policy.Greeted(command.Client, extended: false);
        session.Reply(new SmtpReply(250, null, session.Options.HostName));
    }
}
