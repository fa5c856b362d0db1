using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Causeway.Core.Addresses;

namespace Causeway.Mail.Addresses;

/// <summary>Reads a list of mailboxes once, from left to right, and stops at the first fault.</summary>
internal sealed class AddressReader(string text)
{
    private const int DeepestComment = 8;

    // RFC 5321 sections 4.5.3.1.1 and 4.5.3.1.3: a local part as it is written, and a path without its brackets and @.
    private const int MostLocalOctets = 64;
    private const int MostOctets = 253;
    private const string AtomSigns = "!#$%&'*+-/=?^_`{|}~";

    private int at;

    /// <summary>Why there is no list, as the end of a sentence; null as long as there is one.</summary>
    public string? Fault { get; private set; }

    private char Next => at < text.Length ? text[at] : '\0';

    // mailbox-list = mailbox *("," mailbox)
    public ImmutableArray<EmailAddress> Read()
    {
        var addresses = ImmutableArray.CreateBuilder<EmailAddress>();
        do
        {
            if (addresses.Count == AddressList.MostAddresses)
            {
                Fail($"holds more than {AddressList.MostAddresses} addresses");
            }
            else if (ReadMailbox() is { } address)
            {
                addresses.Add(address);
            }
        }
        while (Fault is null && Take(','));

        if (Fault is null && at < text.Length)
        {
            Fail("goes on behind an address without a comma");
        }

        return Fault is null ? addresses.ToImmutable() : [];
    }

    // mailbox = name-addr / addr-spec; name-addr = [display-name] [CFWS] "<" addr-spec ">" [CFWS]
    private EmailAddress? ReadMailbox()
    {
        Skip();
        var (start, end, words) = (at, at, 0);
        while (Fault is null && IsWordStart(Next))
        {
            start = words == 0 ? at : start;
            words++;
            ReadWord();
            end = at;
            Skip();
        }

        if (Fault is not null)
        {
            return null;
        }

        var isName = Next == '<';
        var address = Next switch
        {
            '<' => ReadAngle(),
            '@' when words == 1 && end == at => ReadDomain(text[start..end]),
            '@' => Fail("has white space, a comment or a second word before an @"),
            ':' => Fail("holds a group"),
            _ when at == text.Length && words == 0 => Fail("has no address"),
            _ when at == text.Length => Fail("ends without an address"),
            ',' => Fail("has an empty place between commas, or a name without an address"),
            var c when at < text.Length && IsControl(c) => Fail("holds a control character"),
            _ => Fail("is no list of addresses"),
        };
        if (isName && address is not null && !Take('>'))
        {
            return Fail("has an < without a >, or something between address and >");
        }

        Skip();
        return address;
    }

    private EmailAddress? ReadAngle()
    {
        at++;
        var start = at;
        if (Next == '@')
        {
            return Fail("names a route before an address");
        }

        if (!IsWordStart(Next))
        {
            return Fail("has no address behind an <");
        }

        ReadWord();
        return Fault is not null ? null
            : Next == '@' ? ReadDomain(text[start..at])
            : Fail("has an < that no address follows");
    }

    private EmailAddress? ReadDomain(string local)
    {
        at++;
        var start = at;
        if (Next == '[')
        {
            while (at < text.Length && text[at] != ']' && text[at] is > ' ' and < '\x7f')
            {
                at++;
            }

            at = Math.Min(at + 1, text.Length);
        }
        else
        {
            while (IsAtomText(Next) || Next == '.')
            {
                at++;
            }
        }

        // RFC 6532 section 3.2 allows U-labels; the topology and DNS know A-labels alone.
        var isDomain = ULabels.TryToAscii(text[start..at], out var domain) && domain.Length > 0
            && (domain[0] == '[' ? IsLiteral(domain) : domain[^1] != '.') && DomainName.TryParse(domain, out _);

        return !isDomain ? Fail("has something behind an @ that is no domain")
            : HoldsEncodedWord(local) ? Fail("has an encoded word in an address")
            : Encoding.UTF8.GetByteCount(local) > MostLocalOctets || local.Length + domain.Length > MostOctets
                ? Fail("has an address that is too long")
            : local.AsSpan().ContainsAny('\r', '\n', '\t') ? Fail("has an address that is folded")
            : EmailAddress.TryParse($"{local}@{domain}", out var address) ? address
            : Fail("has something before an @ that is no local part");
    }

    // RFC 2047 section 5: no encoded word within an address. A reader that decodes it sees another one.
    private static bool HoldsEncodedWord(string local) =>
        local.IndexOf("=?", StringComparison.Ordinal) is >= 0 and var open
        && local.IndexOf("?=", open + 2, StringComparison.Ordinal) >= 0;

    // RFC 5321 section 4.1.3: four numbers, or IPv6: and an address.
    private static bool IsLiteral(string literal)
    {
        var inner = literal[^1] == ']' ? literal[1..^1] : "";
        return inner.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase)
            ? !inner.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(inner[5..], out var six)
                && six.AddressFamily == AddressFamily.InterNetworkV6
            : IPAddress.TryParse(inner, out var four) && four.AddressFamily == AddressFamily.InterNetwork
                && four.ToString() == inner;
    }

    // An atom with dots in it, as they stand in names and local parts, or a quoted string.
    private void ReadWord()
    {
        if (Next != '"')
        {
            while (IsAtomText(Next) || Next == '.')
            {
                at++;
            }

            return;
        }

        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\')
            {
                at++;
            }
            else if (text[at] == '\r' && !SkipFold())
            {
                return;
            }

            if (at < text.Length && text[at] != '\t' && IsControl(text[at]))
            {
                Fail("holds a control character");
                return;
            }
        }

        if (!Take('"'))
        {
            Fail("has a quotation mark that nothing closes");
        }
    }

    // CFWS: comments and folding white space.
    private void Skip()
    {
        var hasFold = false;
        while (Fault is null && at < text.Length)
        {
            if (text[at] is ' ' or '\t')
            {
                at++;
            }
            else if (text[at] == '(')
            {
                SkipComment();
                hasFold = false;
            }
            else if (text[at] == '\r' && !hasFold)
            {
                hasFold = SkipFold();
            }
            else
            {
                break;
            }
        }
    }

    private void SkipComment()
    {
        var depth = 0;
        do
        {
            switch (Next)
            {
                case '(' when ++depth > DeepestComment:
                    Fail($"has comments within comments, more than {DeepestComment} deep");
                    return;
                case ')':
                    depth--;
                    break;
                case '\\':
                    at++;
                    break;
                case '\r' when !SkipFold():
                    return;
                case '@' or '<' or '>':
                    Fail("has a comment that looks like an address");
                    return;
            }

            if (at >= text.Length)
            {
                Fail("has a comment that nothing closes");
                return;
            }

            if (text[at] != '\t' && IsControl(text[at]))
            {
                Fail("holds a control character");
                return;
            }

            at++;
        }
        while (depth > 0);
    }

    // FWS = [*WSP CRLF] 1*WSP: moves onto the white space behind the line end. Folding twice is obsolete.
    private bool SkipFold()
    {
        if (text.AsSpan(at).StartsWith("\r\n ") || text.AsSpan(at).StartsWith("\r\n\t"))
        {
            at += 2;
            return true;
        }

        Fail("holds a line end that is no folding");
        return false;
    }

    private bool Take(char c)
    {
        var isThere = at < text.Length && text[at] == c;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private EmailAddress? Fail(string fault)
    {
        Fault ??= fault;
        return null;
    }

    private static bool IsWordStart(char c) => c == '"' || c == '.' || IsAtomText(c);

    private static bool IsAtomText(char c) =>
        char.IsAsciiLetterOrDigit(c) || AtomSigns.Contains(c, StringComparison.Ordinal) || c > '\x9f';

    private static bool IsControl(char c) => c is < ' ' or (>= '\x7f' and <= '\x9f');
}
