using System.Globalization;
using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Server.Verbs;

/// <summary>EHLO ends a transaction (RFC 5321 section 4.1.4) and lists what is offered at this point.</summary>
internal static class EhloVerb
{
    public static async ValueTask AnswerAsync(Conversation session, CommandLine line)
    {
        var fault = EhloCommand.TryParse(line.Argument, out var command);
        if (fault != SyntaxFault.None)
        {
            session.Refuse(line.Name, ProtocolReplies.For(fault));
            return;
        }

        session.State = SessionState.Greeted;
        await session.EndTransactionAsync();
        session.Policy.Greeted(command.Client, extended: true);
        session.Channel.Write(250, Offer(session));
    }

    private static List<string> Offer(Conversation session)
    {
        List<string> offer =
        [
            session.Options.HostName,
            "PIPELINING",
            string.Create(CultureInfo.InvariantCulture, $"SIZE {session.Limits.MessageSize}"),
            "8BITMIME",
            "SMTPUTF8",
            "CHUNKING",
            "DSN",
            "ENHANCEDSTATUSCODES",
        ];
        if (!session.IsTls && session.Options.Certificate?.Invoke(null) is not null)
        {
            offer.Add("STARTTLS");
        }

        if (session.IsTls && session.Peer.Kind != ListenerKind.Mta)
        {
            offer.Add("AUTH SCRAM-SHA-256 PLAIN LOGIN");
        }

        return offer;
    }
}
