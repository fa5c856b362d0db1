using System.Globalization;
using System.Text;

namespace Causeway.Dns.Zones;

/// <summary>Reads the fields that records of a zone file consist of. What is wrong is a FormatException that says what
/// to write instead.</summary>
internal static class ZoneText
{
    // RFC 1035 section 2.3.4: 255 octets on the wire are 253 characters; a label has 63, a character-string 255 octets.
    private const int MaximumName = 253;
    private const int MaximumLabel = 63;
    private const int MaximumString = 255;

    // RFC 2181 section 8: a TTL has 31 bits.
    private const long MaximumSeconds = int.MaxValue;

    /// <summary>The whole name, in lower case, without the dot at its end; empty for the root.</summary>
    public static string Name(string text, string? origin)
    {
        if (text == ".")
        {
            return "";
        }

        if (text == "@")
        {
            return origin ?? throw new FormatException("'@' stands for the origin: write '$ORIGIN a.example.' above");
        }

        var isWhole = text.EndsWith('.') && !text.EndsWith("\\.", StringComparison.Ordinal);
        var name = isWhole ? text[..^1]
            : origin is null ? throw new FormatException(
                $"'{text}' is a part of a name: write '{text}.' with a dot at its end, or '$ORIGIN a.example.' above")
            : origin.Length == 0 ? text
            : $"{text}.{origin}";
        if (name.Length > MaximumName || Labels(name).Any(length => length is 0 or > MaximumLabel)
            || name.Any(c => c is <= ' ' or > '~'))
        {
            throw new FormatException(
                $"'{text}' is not a name: write letters, digits and hyphens, with a dot between labels of at most "
                + $"{MaximumLabel}, at most {MaximumName} in all");
        }

        return DnsNames.Normalize(name);
    }

    public static int Number(string text, int maximum, string what) =>
        text.All(char.IsAsciiDigit)
        && uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= maximum
            ? (int)value
            : throw new FormatException($"'{text}' is not {what}: write a number from 0 to {maximum}");

    /// <summary>Seconds, or with the units of master files in use: <c>1h30m</c>, <c>2d</c>, <c>1w</c>.</summary>
    public static bool TryTime(string text, out TimeSpan time)
    {
        time = default;
        long seconds = 0;
        long number = -1;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                number = (Math.Max(0, number) * 10) + (c - '0');
            }
            else if (number >= 0 && UnitOf(c) is { } unit)
            {
                seconds += number * unit;
                number = -1;
            }
            else
            {
                return false;
            }

            if (Math.Max(seconds, number) > MaximumSeconds)
            {
                return false;
            }
        }

        seconds += Math.Max(0, number);
        time = TimeSpan.FromSeconds(seconds);
        return text.Length > 0 && seconds <= MaximumSeconds;
    }

    /// <summary>A character-string without its escapes (RFC 1035 section 5.1), an octet a character.</summary>
    public static string Characters(ZoneToken token)
    {
        var octets = new List<byte>();
        var text = token.Text;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                _ = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var read);
                octets.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
                i += read - 1;
            }
            else if (i + 3 < text.Length && text.AsSpan(i + 1, 3).IndexOfAnyExceptInRange('0', '9') < 0)
            {
                octets.Add((byte)Number(text.Substring(i + 1, 3), byte.MaxValue, "an octet behind '\\'"));
                i += 3;
            }
            else if (i + 1 < text.Length && text[i + 1] is >= ' ' and <= '~')
            {
                octets.Add((byte)text[++i]);
            }
            else
            {
                throw new FormatException("a '\\' stands alone: write '\\\\' for itself");
            }
        }

        return octets.Count <= MaximumString
            ? Encoding.Latin1.GetString([.. octets])
            : throw new FormatException(
                $"a string has {octets.Count} octets and may have {MaximumString}: write several, \"...\" \"...\"");
    }

    private static IEnumerable<int> Labels(string name)
    {
        var length = 0;
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] == '.')
            {
                yield return length;
                length = 0;
                continue;
            }

            i += name[i] == '\\' ? 1 : 0;
            length++;
        }

        yield return length;
    }

    private static int? UnitOf(char c) => char.ToLowerInvariant(c) switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        'w' => 604_800,
        _ => null,
    };
}
