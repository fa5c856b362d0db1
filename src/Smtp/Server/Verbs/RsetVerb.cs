using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Server.Verbs;

internal static class RsetVerb
{
    public static async ValueTask AnswerAsync(Conversation session, CommandLine line)
    {
        if (BareCommand.TryParse(line.Argument) is var fault and not SyntaxFault.None)
        {
            session.Refuse(line.Name, ProtocolReplies.For(fault));
            return;
        }

        await session.EndTransactionAsync();
        session.Reply(ProtocolReplies.Ok);
    }
}
