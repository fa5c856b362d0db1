using System.Net;
using System.Text;

namespace Causeway.Mail;

/// <summary>
/// The from-clause of somebody's <c>Received</c> field (RFC 5321 section 4.4): what the peer called itself, and from
/// where it connected. Every system writes it in its own way; whatever could be read in two ways has no address.
/// </summary>
/// <param name="Helo">What the peer said in HELO or EHLO; null where the field does not tell.</param>
/// <param name="Address">The address that the writer saw; null where it is not there, or not beyond doubt.</param>
public sealed record ReceivedFrom(string? Helo, IPAddress? Address)
{
    // RFC 5321 section 4.5.3.1.6: a line has at most 1000 octets, and honest from-clauses fill two of them.
    private const int OctetLimit = 2000;

    // RFC 5321 section 4.5.3.1.2: a domain has at most 255 octets.
    private const int HeloLimit = 255;

    // Exim writes the address where others have the name, and the name behind it.
    private static readonly string[] BehindAnAddress = ["port=", "helo=", "ident=", "using TLS", "account "];
    private static readonly string[] Hello = ["HELO ", "EHLO "];

    /// <summary>Reads the body of a field; null where it has no from-clause: a step within one host.</summary>
    public static ReceivedFrom? Read(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, OctetLimit)]);
        var words = new ReceivedWords(text);
        if (words.FromClause.IsEmpty)
        {
            return null;
        }

        var (name, rest) = (words.FromClause[0], words.FromClause.RemoveAt(0));
        var comments = rest.Where(word => word.IsComment).Select(word => word.Text).ToList();
        var seen = comments.Where(comment => !IsHello(comment)).SelectMany(InComment)
            .Concat(rest.Where(word => !word.IsComment).Select(word => Literal(word.Text)).OfType<IPAddress>())
            .Distinct().ToList();
        if (seen.Count == 0 && !name.IsComment && Literal(name.Text) is { } literal
            && (comments.Exists(IsBehindAnAddress) || words.IsOfExim))
        {
            seen.Add(literal);
        }

        var isWhole = body.Length <= OctetLimit && words.IsPlain;
        return new ReceivedFrom(HeloOf(name, comments), isWhole && seen is [var only] ? only : null);
    }

    /// <summary>
    /// An address as trace fields have it: a dotted quad, or IPv6 with or without its tag, its scope left out; null for
    /// anything else.
    /// </summary>
    private static IPAddress? ReadAddress(string text)
    {
        var plain = text.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? text[5..] : text;
        var scope = plain.IndexOf('%', StringComparison.Ordinal);
        plain = scope < 0 ? plain : plain[..scope];
        if (plain.Contains('[', StringComparison.Ordinal) || !IPAddress.TryParse(plain, out var address))
        {
            return null;
        }

        // The framework's parser also takes 10.1 and 010.0.0.1, which mean something else to other programs.
        return plain.Contains(':', StringComparison.Ordinal)
            ? address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address
            : address.ToString() == plain ? address : null;
    }

    private static bool IsHello(string comment) =>
        Array.Exists(Hello, word => comment.StartsWith(word, StringComparison.OrdinalIgnoreCase));

    private static bool IsBehindAnAddress(string comment) => IsHello(comment) || Array.Exists(
        BehindAnAddress, word => comment.StartsWith(word, StringComparison.OrdinalIgnoreCase));

    // (name [192.0.2.1]), ([192.0.2.1]:25 helo=name), (192.0.2.1), (user@192.0.2.1). What is in brackets comes from the
    // connection; a bare word may be the name that the peer's own DNS gave it.
    private static IEnumerable<IPAddress> InComment(string comment)
    {
        var words = comment.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var literals = words.Select(Literal).OfType<IPAddress>().ToList();
        return literals.Count > 0 || words is not [var only]
            ? literals
            : new[] { ReadAddress(only[(only.LastIndexOf('@') + 1)..]) }.OfType<IPAddress>();
    }

    // [192.0.2.1], user@[192.0.2.1] or [192.0.2.1]:25
    private static IPAddress? Literal(string word)
    {
        var open = word.IndexOf('[', StringComparison.Ordinal);
        var close = word.LastIndexOf(']');
        var isPlain = open == 0 || (open > 0 && word[open - 1] == '@');
        return isPlain && close > open && (close == word.Length - 1 || word[close + 1] == ':')
            ? ReadAddress(word[(open + 1)..close])
            : null;
    }

    private static string? HeloOf(ReceivedWord name, List<string> comments)
    {
        var said = comments.SelectMany(comment => comment.Split(' '))
                .FirstOrDefault(word => word.StartsWith("helo=", StringComparison.OrdinalIgnoreCase))?[5..]
            ?? comments.Find(IsHello)?[5..].Trim()
            ?? (name.IsComment || name.Text == "unknown" ? "" : name.Text);
        return said.Length is > 0 and <= HeloLimit && said.All(c => c is > ' ' and < '\x7f') ? said : null;
    }
}
