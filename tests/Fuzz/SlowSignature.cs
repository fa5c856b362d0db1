using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Causeway.Authentication.Dkim;
using Causeway.Mail;

namespace Causeway.Fuzz;

/// <summary>
/// Signatures of DKIM and ARC judged on strings, an octet a character, step by step as RFC 6376 section 3 has it; only
/// the arithmetic of the key is shared.
/// </summary>
internal sealed partial class SlowSignature
{
    private static readonly char[] Space = [' ', '\t', '\r', '\n'];

    // Of each what it is itself, and together with lines below it that are none.
    private readonly List<(string Own, string Whole)> fields = [];
    private readonly string body;
    private readonly VerificationKey key;

    public SlowSignature(byte[] message, VerificationKey key)
    {
        this.key = key;
        var slow = SlowHeader.Split(message, HeaderLimits.Default);
        var (above, line) = (-1, -1);
        foreach (var field in slow.Fields)
        {
            var text = Encoding.Latin1.GetString(message, field.Start, field.Length);
            foreach (var longer in field.NameLength > 0 ? [] : (int[])[above, line])
            {
                if (longer >= 0)
                {
                    fields[longer] = (fields[longer].Own, fields[longer].Whole + text);
                }
            }

            if (NameOf(text).Length > 0)
            {
                (above, line) = field.NameLength > 0 ? (fields.Count, -1) : (above, fields.Count);
                fields.Add((text, text));
            }
        }

        body = Encoding.Latin1.GetString(message[slow.Length..]);
    }

    /// <summary>The fields of a name; not the lines that only seem to have it.</summary>
    public IEnumerable<string> Named(string name) =>
        fields.Select(field => field.Own).Where(field => FieldName().Match(field).Groups[1].Value
            .Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The value of a tag without white space at its ends; empty without it.</summary>
    public static string Tag(string field, string name) => ValueOf(field).Split(';').Select(tag => tag.Split('=', 2))
        .Where(parts => parts.Length == 2 && parts[0].Trim(Space) == name).Select(parts => parts[1].Trim(Space))
        .FirstOrDefault("");

    /// <summary>Whether a DKIM-Signature or ARC-Message-Signature fits the message and was made with the key.</summary>
    public bool IsGood(string signature)
    {
        var forms = (Tag(signature, "c") + "/simple").ToLowerInvariant().Split('/');
        var header = forms[0].Length == 0 ? "simple" : forms[0];
        var content = forms[1] == "relaxed" ? Relaxed(body) : Simple(body);
        if (Tag(signature, "l") is { Length: > 0 } limit)
        {
            var length = limit.Length < 9 ? int.Parse(limit, null) : int.MaxValue;
            if (length > content.Length)
            {
                return false;
            }

            content = content[..length];
        }

        var names = Tag(signature, "h").ToLowerInvariant().Split(':').Select(name => name.Trim(Space)).ToList();
        var left = fields.Where(field => !ReferenceEquals(field.Own, signature)).Select(field => field.Whole).ToList();
        var signed = new StringBuilder();
        foreach (var name in names)
        {
            if (left.FindLastIndex(field => NameOf(field) == name) is >= 0 and var at)
            {
                signed.Append(header == "relaxed" ? RelaxedField(left[at]) : WithEnd(left[at]));
                left.RemoveAt(at);
            }
        }

        return names.Contains("from") && !left.Exists(field => NameOf(field) == "from")
            && Convert.ToBase64String(SHA256.HashData(Encoding.Latin1.GetBytes(content))).TrimEnd('=')
                == string.Concat(Tag(signature, "bh").Split(Space)).TrimEnd('=')
            && IsSigned(signed, signature, isRelaxed: header == "relaxed");
    }

    /// <summary>Whether a seal covers these fields, in their order, and was made with the key.</summary>
    public bool IsSealed(IEnumerable<string> covered, string seal) =>
        IsSigned(new StringBuilder().AppendJoin("", covered.Select(RelaxedField)), seal, isRelaxed: true);

    // Only what is printable.
    private static string NameOf(string field) =>
        string.Concat(BeforeColon(field).Where(c => c is > ' ' and < '\x7f')).ToLowerInvariant();

    private static string BeforeColon(string field) =>
        field[..Math.Max(field.IndexOf(':', StringComparison.Ordinal), 0)];

    private static string ValueOf(string field) => field[(field.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private bool IsSigned(StringBuilder signed, string signature, bool isRelaxed)
    {
        var unsigned = SignatureTag().Replace(signature, "$1");
        var last = isRelaxed ? RelaxedField(unsigned) : WithEnd(unsigned);
        var hash = SHA256.HashData(Encoding.Latin1.GetBytes(signed.Append(last[..^2]).ToString()));
        var octets = string.Concat(Tag(signature, "b").Split(Space)).TrimEnd('=');
        return key.Verify(hash, Convert.FromBase64String(octets.PadRight((octets.Length + 3) / 4 * 4, '=')));
    }

    private static string WithEnd(string field) =>
        field.EndsWith("\r\n", StringComparison.Ordinal) ? field : field + "\r\n";

    private static string RelaxedField(string field) =>
        string.Concat(BeforeColon(field).TrimEnd(' ', '\t').Select(c => char.IsAscii(c) ? char.ToLowerInvariant(c) : c))
        + ":" + Spaces().Replace(ValueOf(field).Replace("\r\n", "", StringComparison.Ordinal), " ").Trim(' ') + "\r\n";

    private static string Simple(string body)
    {
        while (body.EndsWith("\r\n", StringComparison.Ordinal))
        {
            body = body[..^2];
        }

        return body + "\r\n";
    }

    private static string Relaxed(string body)
    {
        var lines = body.Split("\r\n").Select(line => Spaces().Replace(line, " ").TrimEnd(' '));
        var text = Simple(string.Join("\r\n", lines));
        return text == "\r\n" ? "" : text;
    }

    [GeneratedRegex("^([!-9;-~]+)[ \t]*:", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex FieldName();

    [GeneratedRegex("[ \t]+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Spaces();

    // The value of b=, and of no tag whose name ends in b.
    [GeneratedRegex("((?:^[^:]*:|;)[ \t\r\n]*b[ \t\r\n]*=)[^;]*", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex SignatureTag();
}
