using System.Globalization;
using System.Text;
using Causeway.Authentication.Dmarc;
using Causeway.Mail;

namespace Causeway.Fuzz;

/// <summary>
/// The domain of From, against a careless reader that takes what stands behind the last at sign of whatever looks like
/// a From: where we name a domain, it sees no other.
/// </summary>
internal sealed class AuthorTarget : IFuzzTarget
{
    public string Name => "author";

    public IReadOnlyList<byte[]> Words { get; } =
    [
        .. new[]
        {
            "\r\n", "\r\n ", "\n", "\r", "From: ", "From:", "from : ", "FROM\t:", "Fr om:", "Resent-From: ",
            "Sender: a@c.example\r\n", "From: a@a.example\r\n", "From: b@b.example\r\n", "<a@a.example>",
            "<b@b.example>", "a@a.example", "@", ", ", ",", "<", ">", "\"", "\"b@b.example\" ", "(", ")",
            "(b@b.example)", "\\", ":", ";", "group: a@a.example;", ".", "=?utf-8?Q?b=40b.example?= ",
            "=?utf-8?B?PGJAYi5leGFtcGxlPg==?= ", "=?utf-7?Q?a?= ", "=?x", "?=", "@[192.0.2.1]",
            "@b.example:a@a.example", "\u00e9.example", "\u3002", "\uff20", "\ufe6b", "\u200b", "\u202e", "\0",
            "\u0085", "\t", "xn--9ca.example",
        }.Select(Encoding.UTF8.GetBytes),
        [0xE9], [0x81], [0xC0, 0xA2], [0xA0], [(byte)'\r', (byte)'\n', 0x0B],
    ];

    public Judgement Judge(byte[] input, Random random)
    {
        var author = AuthorDomain.Of(HeaderBlock.Scan(input));
        var seen = CarelessDomains(Head(input)).ToList();
        var finding = author.Value is null == author.Fault is null ? "neither a domain nor a fault, or both"
            : author.Value is { } value && (seen.Count == 0 || seen.Exists(domain => domain != value))
                ? $"we read {value}, and others {string.Join(" or ", seen)}"
            : null;
        return new Judgement(finding, $"{author.Fault} {author.Domains.Length} {author.Value}");
    }

    // Up to the empty line, whatever ends a line.
    private static string Head(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }

    private static IEnumerable<string> CarelessDomains(string head)
    {
        var fields = new List<string>();
        foreach (var line in head.Split(["\r\n", "\r", "\n"], StringSplitOptions.None))
        {
            if (line.Length > 0 && line[0] is ' ' or '\t' && fields.Count > 0)
            {
                fields[^1] += line;
            }
            else
            {
                fields.Add(line);
            }
        }

        foreach (var field in fields)
        {
            var colon = field.IndexOf(':', StringComparison.Ordinal);
            var name = string.Concat(field[..Math.Max(colon, 0)].Where(c => c is > ' ' and < '\x7f'));
            if (name.Equals("From", StringComparison.OrdinalIgnoreCase))
            {
                yield return Domain(field[(field.LastIndexOf('@') + 1)..]);
            }
        }
    }

    private static string Domain(string text)
    {
        var end = 0;
        while (end < text.Length && !"> \t,;()\"".Contains(text[end], StringComparison.Ordinal))
        {
            end++;
        }

        try
        {
            return new IdnMapping().GetAscii(text[..end].ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            return text[..end].ToLowerInvariant();
        }
    }
}
