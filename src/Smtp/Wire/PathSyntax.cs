namespace Causeway.Smtp.Wire;

/// <summary>The path of MAIL and RCPT (RFC 5321 section 4.1.2) and the parameters behind it.</summary>
internal static class PathSyntax
{
    // RFC 5321 section 4.5.3.1.3: a path is at most 256 octets, its punctuation included.
    private const int LongestPath = 256;

    /// <summary>
    /// Splits <c>FROM:&lt;@a,@b:local@domain&gt; NAME=VALUE</c> into the mailbox, without brackets and source route,
    /// and the parameters. Spaces behind the colon are tolerated; the angle brackets are required.
    /// </summary>
    public static bool TrySplit(string argument, string keyword, out string mailbox, out string parameters)
    {
        mailbox = parameters = "";
        if (!argument.StartsWith(keyword, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var text = argument.AsSpan(keyword.Length).TrimStart(' ');
        var end = text.IsEmpty || text[0] != '<' ? -1 : ClosingBracket(text);
        if (end < 0 || end + 1 > LongestPath || (end + 1 < text.Length && text[end + 1] != ' '))
        {
            return false;
        }

        parameters = text[(end + 1)..].ToString();
        return TryDropRoute(text[1..end], out mailbox);
    }

    public static bool IsAscii(string text)
    {
        foreach (var c in text)
        {
            if (c > '\x7f')
            {
                return false;
            }
        }

        return true;
    }

    private static int ClosingBracket(ReadOnlySpan<char> text)
    {
        var isQuoted = false;
        for (var i = 1; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when isQuoted:
                    i++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case '>' when !isQuoted:
                    return i;
            }
        }

        return -1;
    }

    // RFC 5321 section 4.1.1.3 and appendix C: a source route is accepted and ignored.
    private static bool TryDropRoute(ReadOnlySpan<char> path, out string mailbox)
    {
        mailbox = "";
        if (path.StartsWith("@"))
        {
            var colon = path.IndexOf(':');
            if (colon < 0 || !IsRoute(path[..colon]))
            {
                return false;
            }

            path = path[(colon + 1)..];
            if (path.IsEmpty)
            {
                return false;
            }
        }

        mailbox = path.ToString();
        return true;
    }

    private static bool IsRoute(ReadOnlySpan<char> route)
    {
        foreach (var range in route.Split(','))
        {
            var hop = route[range];
            if (!hop.StartsWith("@") || !Core.Addresses.DomainName.TryParse(hop[1..].ToString(), out _))
            {
                return false;
            }
        }

        return true;
    }
}
