using System.Text;
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

        // RFC 6531 section 3.7.4.2: UTF-8 in the argument only with the parameter SMTPUTF8.
        if (!Ascii.IsValid(line.Argument) && !line.Argument.EndsWith(" SMTPUTF8", StringComparison.OrdinalIgnoreCase))
        {
            session.Refuse(line.Name, ProtocolReplies.For(SyntaxFault.NonAsciiAddress));
            return;
        }

        session.Reply(ProtocolReplies.CannotVerify);
    }
}
