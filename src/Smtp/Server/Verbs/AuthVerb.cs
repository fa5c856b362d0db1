using Causeway.Core.Replies;
using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Server.Verbs;

/// <summary>AUTH (RFC 4954 section 4): PLAIN, LOGIN and SCRAM; passwords never travel in clear.</summary>
internal static class AuthVerb
{
    public static async ValueTask AnswerAsync(Conversation session, CommandLine line)
    {
        if (Hindrance(session) is { } hindrance)
        {
            session.Refuse(line.Name, hindrance);
            return;
        }

        var fault = AuthCommand.TryParse(line.Argument, out var command);
        if (fault != SyntaxFault.None)
        {
            session.Refuse(line.Name, ProtocolReplies.For(fault));
            return;
        }

        if (command.Mechanism == AuthMechanism.ScramSha256)
        {
            await ScramExchange.AnswerAsync(session, line, command);
            return;
        }

        var credentials = command.Mechanism == AuthMechanism.Plain
            ? await AskPlainAsync(session, line, command)
            : await AskLoginAsync(session, line, command);
        if (credentials is not { } known)
        {
            return;
        }

        var refusal = await session.AskAsync(line.Name, known,
            static (policy, pair, ct) => policy.AuthenticateAsync(pair.User, pair.Password, ct));
        if (refusal is not null)
        {
            session.RefuseSignIn(refusal);
            return;
        }

        session.IsAuthenticated = true;
        session.Reply(ProtocolReplies.Authenticated);
    }

    private static SmtpReply? Hindrance(Conversation session) =>
        session.Peer.Kind == ListenerKind.Mta ? ProtocolReplies.NotOfferedHere
        : !session.IsTls ? ReplyTable.For(Reason.AuthenticationNeedsTls)
        : session.IsAuthenticated ? ProtocolReplies.AlreadyAuthenticated
        : null;

    private static async ValueTask<(string User, string Password)?> AskPlainAsync(
        Conversation session, CommandLine line, AuthCommand command)
    {
        var response = command.InitialResponse ?? await AskAsync(session, line, ProtocolReplies.AskForResponse);
        if (response is null)
        {
            return null;
        }

        if (!AuthCommand.TryReadPlain(response, out var actFor, out var user, out var password))
        {
            session.Refuse(line.Name, ProtocolReplies.BadPlainMessage);
            return null;
        }

        // RFC 4616 section 2: an authorization identity other than the user's own is not granted to anybody.
        if (actFor.Length > 0 && !string.Equals(actFor, user, StringComparison.OrdinalIgnoreCase))
        {
            session.Refuse(line.Name, ReplyTable.For(Reason.AuthenticationFailed));
            return null;
        }

        return (user, password);
    }

    private static async ValueTask<(string User, string Password)?> AskLoginAsync(
        Conversation session, CommandLine line, AuthCommand command)
    {
        var user = command.InitialResponse ?? await AskAsync(session, line, ProtocolReplies.AskForUser);
        var password = user is null ? null : await AskAsync(session, line, ProtocolReplies.AskForPassword);
        if (user is null || password is null)
        {
            return null;
        }

        if (!AuthCommand.TryReadText(user, out var name) || !AuthCommand.TryReadText(password, out var secret))
        {
            session.Refuse(line.Name, ReplyTable.For(Reason.AuthenticationFailed));
            return null;
        }

        return (name, secret);
    }

    /// <summary>
    /// Sends a challenge and reads the response; null where the exchange has ended, and been answered.
    /// </summary>
    internal static async ValueTask<byte[]?> AskAsync(Conversation session, CommandLine line, SmtpReply challenge)
    {
        session.Reply(challenge);
        var (outcome, text) = await session.Channel.ReadLineAsync(
            authExchange: true, mayStop: true, session.Limits.CommandTimeout);
        switch (outcome)
        {
            case Incoming.Octets:
                var fault = AuthCommand.DecodeResponse(text, out var response);
                if (fault != SyntaxFault.None)
                {
                    session.Refuse(line.Name, ProtocolReplies.For(fault));
                }

                return response;
            case Incoming.TooLong:
                session.Refuse(line.Name, ProtocolReplies.AuthLineTooLong);
                return null;
            case Incoming.BareCarriageReturnOrLineFeed:
                session.Refuse(line.Name, ProtocolReplies.BareLineEnd);
                return null;
            default:
                session.End(line.Name, outcome);
                return null;
        }
    }
}
