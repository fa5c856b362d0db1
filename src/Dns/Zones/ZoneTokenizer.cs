using System.Collections.Immutable;

namespace Causeway.Dns.Zones;

/// <summary>Cuts a zone file into entries (RFC 1035 section 5.1): comments, quotes, escapes, parentheses.</summary>
internal sealed class ZoneTokenizer(string text)
{
    private int at;
    private int line = 1;
    private string? fault;

    public IEnumerable<ZoneEntry> Entries()
    {
        while (at < text.Length)
        {
            var entry = Next();
            if (entry.Tokens.Length > 0 || entry.Fault is not null)
            {
                yield return entry;
            }
        }
    }

    private ZoneEntry Next()
    {
        var (first, startsLine, depth) = (line, text[at] is not (' ' or '\t'), 0);
        var tokens = ImmutableArray.CreateBuilder<ZoneToken>();
        fault = null;
        while (at < text.Length && (text[at] != '\n' || depth > 0))
        {
            switch (text[at])
            {
                case '\n':
                    line++;
                    at++;
                    break;
                case ' ' or '\t' or '\r' or '\uFEFF':
                    at++;
                    break;
                case ';':
                    SkipComment();
                    break;
                case '(':
                    depth++;
                    at++;
                    break;
                case ')':
                    fault = depth == 0 ? "a ')' closes nothing: write '(' before it, or leave it out" : fault;
                    depth = Math.Max(0, depth - 1);
                    at++;
                    break;
                case '"':
                    tokens.Add(Quoted());
                    break;
                default:
                    tokens.Add(Word());
                    break;
            }
        }

        // The end of the line that ends the entry.
        at++;
        line++;
        return new ZoneEntry(first, startsLine, tokens.ToImmutable(),
            depth > 0 ? "a '(' is not closed: write ')' behind the last field" : fault);
    }

    private void SkipComment()
    {
        var end = text.IndexOf('\n', at);
        at = end < 0 ? text.Length : end;
    }

    private ZoneToken Quoted()
    {
        var start = ++at;
        while (at < text.Length && text[at] is not ('"' or '\n'))
        {
            at += text[at] == '\\' && at + 1 < text.Length && text[at + 1] != '\n' ? 2 : 1;
        }

        var token = new ZoneToken(text[start..at], IsQuoted: true);
        if (at < text.Length && text[at] == '"')
        {
            at++;
        }
        else
        {
            fault = "a '\"' is not closed in its line: write '\"' behind the text";
        }

        return token;
    }

    private ZoneToken Word()
    {
        var start = at;
        while (at < text.Length && text[at] is not (' ' or '\t' or '\r' or '\n' or ';' or '(' or ')' or '"'))
        {
            at += text[at] == '\\' && at + 1 < text.Length && text[at + 1] != '\n' ? 2 : 1;
        }

        return new ZoneToken(text[start..at], IsQuoted: false);
    }
}
