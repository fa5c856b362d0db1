namespace Causeway.Smtp.Wire;

/// <summary>One command line without its CRLF: the verb, and the rest behind the first space.</summary>
/// <param name="Name">The verb as the peer wrote it, for the trace; at most 16 printable characters.</param>
/// <param name="Argument">Octets as Latin-1, white space at the end removed (RFC 5321 section 4.1.1).</param>
public readonly record struct CommandLine(SmtpVerb Verb, string Name, string Argument)
{
    private const int LongestName = 16;

    public static CommandLine Parse(string line)
    {
        var text = line.AsSpan().TrimEnd(" \t");
        var space = text.IndexOf(' ');
        var name = space < 0 ? text : text[..space];
        var verb = VerbOf(name);
        return new CommandLine(verb, Printable(name), space < 0 ? "" : text[(space + 1)..].ToString());
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

    private static string Printable(ReadOnlySpan<char> name) =>
        string.Create(Math.Min(name.Length, LongestName), name, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
            {
                target[i] = source[i] is > ' ' and < '\x7f' ? char.ToUpperInvariant(source[i]) : '?';
            }
        });
}
