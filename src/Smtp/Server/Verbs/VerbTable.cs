using System.Diagnostics;
using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Server.Verbs;

/// <summary>Who answers which verb; the order of commands has been checked before.</summary>
internal static class VerbTable
{
    public static ValueTask AnswerAsync(Conversation session, CommandLine line)
    {
        switch (line.Verb)
        {
            case SmtpVerb.Mail: return MailVerb.AnswerAsync(session, line);
            case SmtpVerb.Rcpt: return RcptVerb.AnswerAsync(session, line);
            case SmtpVerb.Data: return DataVerb.AnswerAsync(session, line);
            case SmtpVerb.Bdat: return BdatVerb.AnswerAsync(session, line, refusal: null);
            case SmtpVerb.Ehlo: return EhloVerb.AnswerAsync(session, line);
            case SmtpVerb.Helo: return HeloVerb.AnswerAsync(session, line);
            case SmtpVerb.Rset: return RsetVerb.AnswerAsync(session, line);
            case SmtpVerb.StartTls: return StartTlsVerb.AnswerAsync(session, line);
            case SmtpVerb.Auth: return AuthVerb.AnswerAsync(session, line);
            case SmtpVerb.Noop: NoopVerb.Answer(session); break;
            case SmtpVerb.Quit: QuitVerb.Answer(session, line); break;
            case SmtpVerb.Vrfy: VrfyVerb.Answer(session, line); break;
            case SmtpVerb.Help: HelpVerb.Answer(session); break;
            default: throw new UnreachableException($"{line.Verb} is refused by the order of commands in every state.");
        }

        return ValueTask.CompletedTask;
    }
}
