namespace Causeway.Smtp.Wire;

/// <summary>One command line without its CRLF: the verb, and the rest behind the first space.</summary>
/// <param name="Name">
/// The verb, for the trace; <c>(unknown)</c> for a line without one: a client that goes on after a refused AUTH sends
/// its password there.
/// </param>
/// <param name="Argument">Octets as Latin-1, white space at the end removed (RFC 5321 section 4.1.1).</param>
public readonly record struct CommandLine(SmtpVerb Verb, string Name, string Argument)
{
    public static CommandLine Parse(string line)
    {
        var text = line.AsSpan().TrimEnd(" \t");
        var space = text.IndexOf(' ');
        var name = space < 0 ? text : text[..space];
        var verb = VerbOf(name);
        var known = verb == SmtpVerb.Unknown ? "(unknown)" : name.ToString().ToUpperInvariant();
        return new CommandLine(verb, known, space < 0 ? "" : text[(space + 1)..].ToString());
    }

    private static SmtpVerb VerbOf(ReadOnlySpan<char> name)
    {
        // RFC 5321 section 2.4: verbs are written in any mixture of cases.
        foreach (var verb in KnownVerbs)
        {
            if (name.Equals(verb.Name, StringComparison.OrdinalIgnoreCase))
            {
                return verb.Verb;
            }
        }

        return SmtpVerb.Unknown;
    }

    private static readonly (string Name, SmtpVerb Verb)[] KnownVerbs =
    [
        ("RCPT", SmtpVerb.Rcpt), ("MAIL", SmtpVerb.Mail), ("DATA", SmtpVerb.Data), ("EHLO", SmtpVerb.Ehlo),
        ("QUIT", SmtpVerb.Quit), ("STARTTLS", SmtpVerb.StartTls), ("AUTH", SmtpVerb.Auth), ("RSET", SmtpVerb.Rset),
        ("NOOP", SmtpVerb.Noop), ("HELO", SmtpVerb.Helo), ("VRFY", SmtpVerb.Vrfy), ("EXPN", SmtpVerb.Expn),
        ("HELP", SmtpVerb.Help), ("BDAT", SmtpVerb.Bdat),
    ];
}
