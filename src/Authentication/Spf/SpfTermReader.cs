using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Causeway.Authentication.Spf;

/// <summary>Reads a term: qualifier, name and what follows it (RFC 7208 sections 4.6.1, 5 and 6).</summary>
internal static class SpfTermReader
{
    /// <summary>Null and the term, or what is wrong with it, for people.</summary>
    public static string? Read(string text, out SpfTerm? term)
    {
        term = ModifierName(text) is { } name ? ReadModifier(text, name) : ReadMechanism(text);
        return term is null ? $"'{Printable(text)}' {Advice(text)}" : null;
    }

    /// <summary>The network of so many bits around an address.</summary>
    public static IPNetwork NetworkOf(IPAddress address, int prefix)
    {
        var octets = address.GetAddressBytes();
        for (var i = 0; i < octets.Length; i++)
        {
            octets[i] &= (byte)(0xFF00 >> Math.Clamp(prefix - (8 * i), 0, 8));
        }

        return new IPNetwork(new IPAddress(octets), prefix);
    }

    // name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." ), in front of "=".
    private static string? ModifierName(string text)
    {
        var length = 0;
        while (length < text.Length
            && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '-' or '_' or '.'))
        {
            length++;
        }

        return length > 0 && length < text.Length && text[length] == '=' && char.IsAsciiLetter(text[0])
            ? text[..length] : null;
    }

    private static SpfTerm? ReadModifier(string text, string name)
    {
        var value = text[(name.Length + 1)..];
        var kind = name.ToLowerInvariant() switch
        {
            "redirect" => SpfTermKind.Redirect,
            "exp" => SpfTermKind.Exp,
            _ => SpfTermKind.Unknown,
        };
        return kind == SpfTermKind.Unknown
            ? MacroString.TryParse(value, out _) ? new SpfTerm(text, kind) : null
            : MacroString.TryParseDomainSpec(value, out var spec) ? new SpfTerm(text, kind) { Spec = spec } : null;
    }

    private static SpfTerm? ReadMechanism(string text)
    {
        var (qualifier, start) = text[0] switch
        {
            '+' => (SpfQualifier.Pass, 1),
            '-' => (SpfQualifier.Fail, 1),
            '~' => (SpfQualifier.SoftFail, 1),
            '?' => (SpfQualifier.Neutral, 1),
            _ => (SpfQualifier.Pass, 0),
        };
        var end = text.IndexOfAny([':', '/'], start);
        var name = (end < 0 ? text[start..] : text[start..end]).ToLowerInvariant();
        var rest = end < 0 ? "" : text[end..];
        var term = name switch
        {
            "all" when rest.Length == 0 => new SpfTerm(text, SpfTermKind.All),
            "include" when rest.Length > 0 => WithTarget(text, SpfTermKind.Include, rest),
            "exists" when rest.Length > 0 => WithTarget(text, SpfTermKind.Exists, rest),
            "ptr" => WithTarget(text, SpfTermKind.Ptr, rest),
            "a" => WithTargetAndPrefixes(text, SpfTermKind.A, rest),
            "mx" => WithTargetAndPrefixes(text, SpfTermKind.Mx, rest),
            "ip4" => WithNetwork(text, SpfTermKind.Ip4, rest, AddressFamily.InterNetwork),
            "ip6" => WithNetwork(text, SpfTermKind.Ip6, rest, AddressFamily.InterNetworkV6),
            _ => null,
        };
        return term is null ? null : term with { Qualifier = qualifier };
    }

    private static SpfTerm? WithTarget(string text, SpfTermKind kind, string rest) =>
        rest.Length == 0 ? new SpfTerm(text, kind)
        : rest[0] == ':' && MacroString.TryParseDomainSpec(rest[1..], out var spec)
            ? new SpfTerm(text, kind) { Spec = spec }
        : null;

    // A domain-spec may hold slashes, but it does not end in digits behind one: those are prefix lengths.
    private static SpfTerm? WithTargetAndPrefixes(string text, SpfTermKind kind, string rest)
    {
        var six = CutPrefix(ref rest, "//", 128);
        var four = CutPrefix(ref rest, "/", 32);
        return WithTarget(text, kind, rest) is { } term && six >= 0 && four >= 0
            ? term with { PrefixLength4 = four, PrefixLength6 = six } : null;
    }

    /// <summary>Takes a prefix length off the end; the most where there is none, -1 for one that is none.</summary>
    private static int CutPrefix(ref string rest, string slashes, int most)
    {
        var digits = rest.Length;
        while (digits > 0 && char.IsAsciiDigit(rest[digits - 1]))
        {
            digits--;
        }

        if (digits == rest.Length || !rest[..digits].EndsWith(slashes, StringComparison.Ordinal))
        {
            return most;
        }

        var length = Number(rest.AsSpan(digits), most);
        rest = rest[..(digits - slashes.Length)];
        return length;
    }

    private static SpfTerm? WithNetwork(string text, SpfTermKind kind, string rest, AddressFamily family)
    {
        if (rest.Length == 0 || rest[0] != ':')
        {
            return null;
        }

        var most = family == AddressFamily.InterNetwork ? 32 : 128;
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var prefix = slash < 0 ? most : Number(rest.AsSpan(slash + 1), most);
        var written = slash < 0 ? rest[1..] : rest[1..slash];
        var isWellFormed = family == AddressFamily.InterNetwork ? IsFour(written) : IsSix(written);
        return prefix >= 0 && isWellFormed && IPAddress.TryParse(written, out var address)
            && address.AddressFamily == family
                ? new SpfTerm(text, kind) { Network = NetworkOf(address, prefix) } : null;
    }

    // RFC 7208 section 5.6: no leading zeros, 0 to the most; -1 for anything else. The platform alone would pass over a
    // NUL behind the digits.
    private static int Number(ReadOnlySpan<char> digits, int most) =>
        digits.Length is 1 or 2 or 3 && (digits.Length == 1 || digits[0] != '0')
        && !digits.ContainsAnyExceptInRange('0', '9')
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number : -1;

    private static bool IsFour(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 4 && parts.All(part => Number(part, 255) >= 0);
    }

    // RFC 4291 section 2.2. The platform reads zones and brackets too, and IPv4 in more forms than one.
    private static bool IsSix(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon >= 0 && text.All(character => char.IsAsciiHexDigit(character) || character is ':' or '.')
            && (!text.Contains('.', StringComparison.Ordinal) || IsFour(text[(colon + 1)..]));
    }

    private static string Advice(string text)
    {
        var bare = text.TrimStart('+', '-', '~', '?');
        return bare.Any(character => character is < '!' or > '~')
            ? "has a character that is not visible US-ASCII; only spaces part terms."
            : bare.StartsWith("redirect:", StringComparison.OrdinalIgnoreCase)
                || bare.StartsWith("exp:", StringComparison.OrdinalIgnoreCase)
                ? "is a modifier: write '=' instead of ':'."
            : bare.StartsWith("a:", StringComparison.OrdinalIgnoreCase) && IPAddress.TryParse(bare[2..], out _)
                ? "names an address: write ip4: or ip6: instead of a:."
            : bare.EndsWith(',') || bare.EndsWith(';') ? "ends in a separator: spaces part terms."
            : "is no term of SPF.";
    }

    private static string Printable(string text) => string.Concat(
        text.Take(100).Select(character => character is < ' ' or > '~' ? '?' : character));
}
