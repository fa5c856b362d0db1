using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Server.Verbs;

/// <summary>VRFY says neither yes nor no (RFC 5321 section 7.3).</summary>
internal static class VrfyVerb
{
    public static void Answer(Conversation session, CommandLine line)
    {
        if (line.Argument.Length == 0)
        {
            session.Refuse(line.Name, ProtocolReplies.For(SyntaxFault.Argument));
            return;
        }

        session.Reply(ProtocolReplies.CannotVerify);
    }
}
