using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Server.Verbs;

internal static class QuitVerb
{
    public static void Answer(Conversation session, CommandLine line)
    {
        if (BareCommand.TryParse(line.Argument) is var fault and not SyntaxFault.None)
        {
            session.Refuse(line.Name, ProtocolReplies.For(fault));
            return;
        }

        session.Reply(ProtocolReplies.Bye);
        session.IsClosing = true;
    }
}
