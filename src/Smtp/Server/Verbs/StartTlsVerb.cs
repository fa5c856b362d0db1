using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Server.Verbs;

/// <summary>STARTTLS (RFC 3207 section 4).</summary>
internal static class StartTlsVerb
{
    public static async ValueTask AnswerAsync(Conversation session, CommandLine line)
    {
        if (session.IsTls)
        {
            session.Refuse(line.Name, ProtocolReplies.TlsIsActive);
            return;
        }

        if (BareCommand.TryParse(line.Argument) is var fault and not SyntaxFault.None)
        {
            session.Refuse(line.Name, ProtocolReplies.For(fault));
            return;
        }

        if (session.Options.Certificate?.Invoke(null) is null)
        {
            session.Refuse(line.Name,
                session.Options.Certificate is null ? ProtocolReplies.NotOfferedHere : ProtocolReplies.NoTlsNow);
            return;
        }

        session.Channel.DropBuffered();
        session.Reply(ProtocolReplies.ReadyForTls);
        if (await session.Channel.FlushAsync(session.Limits.CommandTimeout))
        {
            await session.StartTlsAsync(line.Name);
        }
        else
        {
            session.IsClosing = true;
        }
    }
}
