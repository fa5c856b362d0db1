namespace Causeway.Smtp.Wire;

/// <summary>The host name of EHLO and HELO, read alike.</summary>
internal static class GreetingSyntax
{
    /// <summary>
    /// RFC 5321 section 4.1.4: what stands there is not verified. Only its characters are checked, because it goes into
    /// Received fields and the trace.
    /// </summary>
    public static SyntaxFault TryParse(string argument, out string client)
    {
        client = argument.Trim(' ');
        return client.Length is > 0 and <= 255
            && client.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '[' or ']')
            ? SyntaxFault.None
            : SyntaxFault.HostName;
    }
}
