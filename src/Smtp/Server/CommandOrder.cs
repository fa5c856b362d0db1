using System.Diagnostics;
using Causeway.Core.Replies;
using Causeway.Smtp.Wire;
using static Causeway.Smtp.Server.ProtocolReplies;

namespace Causeway.Smtp.Server;

/// <summary>The order of commands (RFC 5321 section 4.1.4) as one table.</summary>
internal static class CommandOrder
{
    private const SmtpReply? Go = null;

    private static readonly (SmtpVerb Verb, SmtpReply?[] ByState)[] Table =
    [
        //                      Connected        Greeted          Mail             Recipient        Content
        (SmtpVerb.Ehlo,        [Go,              Go,              Go,              Go,              Go]),
        (SmtpVerb.Helo,        [Go,              Go,              Go,              Go,              Go]),
        (SmtpVerb.Mail,        [HelloFirst,      Go,              MailTwice,       MailTwice,       MailTwice]),
        (SmtpVerb.Rcpt,        [HelloFirst,      MailFirst,       Go,              Go,              ChunksOnly]),
        (SmtpVerb.Data,        [HelloFirst,      MailFirst,       RecipientFirst,  Go,              ChunksOnly]),
        (SmtpVerb.Bdat,        [HelloFirst,      MailFirst,       RecipientFirst,  Go,              Go]),
        (SmtpVerb.Rset,        [Go,              Go,              Go,              Go,              Go]),
        (SmtpVerb.Noop,        [Go,              Go,              Go,              Go,              Go]),
        (SmtpVerb.Quit,        [Go,              Go,              Go,              Go,              Go]),
        (SmtpVerb.Vrfy,        [Go,              Go,              Go,              Go,              Go]),
        (SmtpVerb.Expn,        [NotImplemented,  NotImplemented,  NotImplemented,  NotImplemented,  NotImplemented]),
        (SmtpVerb.Help,        [Go,              Go,              Go,              Go,              Go]),
        (SmtpVerb.StartTls,    [HelloFirst,      Go,              Go,              Go,              Go]),
        (SmtpVerb.Auth,        [HelloFirst,      Go,              MailTwice,       MailTwice,       MailTwice]),
        (SmtpVerb.Unknown,     [UnknownCommand,  UnknownCommand,  UnknownCommand,  UnknownCommand,  UnknownCommand]),
    ];

    /// <summary>Null where the command may go on; else the reply that refuses it.</summary>
    public static SmtpReply? Refusal(SessionState state, SmtpVerb verb)
    {
        foreach (var row in Table)
        {
            if (row.Verb == verb)
            {
                return row.ByState[(int)state];
            }
        }

        throw new UnreachableException($"{verb} stands in no row of the table.");
    }
}
