using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Causeway.Core.Replies;
using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Server.Verbs;

/// <summary>
/// AUTH SCRAM-SHA-256 (RFC 5802, RFC 7677): the client proves that it has the password, the server that it has the
/// keys, and the password does not travel. Without channel binding.
/// </summary>
internal static class ScramExchange
{
    public static async ValueTask AnswerAsync(Conversation session, CommandLine line, AuthCommand command)
    {
        var opening = command.InitialResponse
            ?? await AuthVerb.AskAsync(session, line, ProtocolReplies.AskForResponse);
        if (opening is null)
        {
            return;
        }

        if (!AuthCommand.TryReadText(opening, out var text) || !ScramClientFirst.TryParse(text, out var first))
        {
            session.Refuse(line.Name, ProtocolReplies.BadScramMessage);
            return;
        }

        // As with PLAIN: nobody may act for another.
        if (first.ActFor.Length > 0 && !string.Equals(first.ActFor, first.User, StringComparison.OrdinalIgnoreCase))
        {
            session.Refuse(line.Name, ReplyTable.For(Reason.AuthenticationFailed));
            return;
        }

        var start = await AskAsync(session, line, policy => policy.BeginScramAsync(first.User, session.HardStop));
        if (start is not null)
        {
            await ProveAsync(session, line, first, start);
        }
    }

    private static async ValueTask ProveAsync(
        Conversation session, CommandLine line, ScramClientFirst first, ScramStart start)
    {
        var nonce = first.Nonce + Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        var challenge = string.Create(CultureInfo.InvariantCulture, $"r={nonce},s={start.Salt},i={start.Iterations}");
        if (await AuthVerb.AskAsync(session, line, Challenge(challenge)) is not { } response)
        {
            return;
        }

        if (!AuthCommand.TryReadText(response, out var text) || !ScramClientFinal.TryParse(text, out var final)
            || final.Nonce != nonce || final.Channel != first.ChannelHeader)
        {
            session.Refuse(line.Name, ProtocolReplies.BadScramMessage);
            return;
        }

        var signed = Encoding.UTF8.GetBytes($"{first.Bare},{challenge},{final.WithoutProof}");
        var signature = await AskAsync(session, line, policy =>
            policy.EndScramAsync(new ScramProof(first.User, signed, final.Proof), session.HardStop));

        // RFC 4954 section 4: SMTP cannot send data with 235, so the server's proof is a challenge of its own, which
        // the client answers with nothing, or with "*" where it does not believe it.
        if (signature is null
            || await AuthVerb.AskAsync(session, line, Challenge($"v={Convert.ToBase64String(signature)}"))
                is not { } last)
        {
            return;
        }

        if (last.Length > 0)
        {
            session.Refuse(line.Name, ProtocolReplies.BadScramMessage);
            return;
        }

        session.Policy.ScramEnded();
        session.IsAuthenticated = true;
        session.Reply(ProtocolReplies.Authenticated);
    }

    private static SmtpReply Challenge(string text) =>
        new(334, null, Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));

    // The policy's answer, or null where it refused and the client has been told.
    private static async ValueTask<T?> AskAsync<T>(
        Conversation session, CommandLine line, Func<ISmtpSession, ValueTask<(T? Answer, SmtpReply? Refusal)>> ask)
        where T : class
    {
        T? answer = null;
        SmtpReply? refusal;
        try
        {
            (answer, refusal) = await ask(session.Policy);
        }
        catch (Exception e)
        {
            refusal = session.Fault(line.Name, e);
        }

        if (refusal is not null)
        {
            session.RefuseSignIn(refusal);
            return null;
        }

        return answer;
    }
}
