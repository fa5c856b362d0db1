namespace Causeway.Smtp.Wire;

/// <summary>
/// The commands without an argument: DATA, RSET, QUIT (RFC 5321 section 4.1.1) and STARTTLS (RFC 3207 section 4). The
/// text behind NOOP, VRFY, EXPN and HELP is free and has no grammar here.
/// </summary>
public static class BareCommand
{
    public static SyntaxFault TryParse(string argument) =>
        argument.Length == 0 ? SyntaxFault.None : SyntaxFault.Argument;
}
