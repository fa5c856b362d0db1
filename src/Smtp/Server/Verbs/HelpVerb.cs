namespace Causeway.Smtp.Server.Verbs;

internal static class HelpVerb
{
    public static void Answer(Conversation session) => session.Reply(ProtocolReplies.Help);
}
