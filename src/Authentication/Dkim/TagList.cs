using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Causeway.Core.Addresses;

namespace Causeway.Authentication.Dkim;

/// <summary>
/// A list such as <c>v=1; d=a.example</c> (RFC 6376 section 3.2), whose names differ by case and of which each stands
/// once. Octets above 127 may stand in a value, as in internationalized mail.
/// </summary>
internal sealed class TagList
{
    private static readonly SearchValues<byte> NameOctets = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"u8);

    private readonly byte[] octets;
    private readonly Dictionary<string, Range> values = new(StringComparer.Ordinal);

    private TagList(byte[] octets) => this.octets = octets;

    /// <summary>The name of the first tag.</summary>
    public string First { get; private set; } = "";

    /// <summary>False where it is no such list: nothing in it counts then (RFC 6376 section 3.2).</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, [NotNullWhen(true)] out TagList? list)
    {
        list = null;
        var result = new TagList(text.ToArray());
        for (var at = 0; at < text.Length;)
        {
            var end = text[at..].IndexOf((byte)';');
            var next = end < 0 ? text.Length : at + end;
            var isBehindLast = end < 0 && result.values.Count > 0 && text[at..].Trim(" \t\r\n"u8).IsEmpty;
            if (!isBehindLast && !result.TryAdd(at, next))
            {
                return false;
            }

            at = next + 1;
        }

        list = result.values.Count > 0 ? result : null;
        return list is not null;
    }

    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>The value without the white space around it; null without the tag.</summary>
    public string? Text(string name) => values.TryGetValue(name, out var range)
        ? Encoding.UTF8.GetString(octets.AsSpan(range).Trim(" \t\r\n"u8)) : null;

    /// <summary>The value without any white space; null without the tag.</summary>
    public string? Compact(string name) => Text(name) is not { } text ? null
        : text.AsSpan().ContainsAny(" \t\r\n") ? string.Concat(text.Split([' ', '\t', '\r', '\n']))
        : text;

    /// <summary>The octets of a value in base64; null for none. RFC 6376 section 2.10 asks no padding.</summary>
    public byte[]? Base64(string name)
    {
        if (Compact(name) is not { } text)
        {
            return null;
        }

        var padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        var result = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64String(padded, result, out var length) ? result[..length] : null;
    }

    /// <summary>The parts between colons; null without the tag or where one is empty.</summary>
    public string[]? Names(string name)
    {
        var names = Text(name)?.Split(':', StringSplitOptions.TrimEntries);
        return names is null || names.Contains("") ? null : names;
    }

    /// <summary>The parts between colons, without regard to empty ones; none without the tag.</summary>
    public string[] Words(string name) => Text(name)?.Split(
        ':', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>A name as in DNS, see <see cref="ToDomain"/>; null where it is none or has fewer labels.</summary>
    public string? Domain(string name, int labels) => Text(name) is { } text ? ToDomain(text, labels) : null;

    /// <summary>
    /// A name in A-labels and lower case; internationalized mail has U-labels (RFC 8616 section 5). Null where it is
    /// none or has fewer labels.
    /// </summary>
    public static string? ToDomain(string text, int labels) =>
        ULabels.TryToAscii(text, out var ascii) && IsDomain(ascii, labels) ? ascii.ToLowerInvariant() : null;

    public static bool IsDomain(string text, int labels) =>
        !text.EndsWith('.') && DomainName.TryParse(text, out var domain) && !domain.IsAddressLiteral
        && text.AsSpan().Count('.') >= labels - 1;

    /// <summary>A decimal number of at most so many digits; what is more than a long holds is its greatest.</summary>
    public bool TryNumber(string name, int digits, out long number)
    {
        number = 0;
        var text = Text(name);
        if (text is null || text.Length == 0 || text.Length > digits || !text.All(char.IsAsciiDigit))
        {
            return false;
        }

        number = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value : long.MaxValue;
        return true;
    }

    /// <summary>
    /// The field of which this list is the body, with the value of b= taken out (RFC 6376 section 3.7), as it was
    /// signed.
    /// </summary>
    public byte[] Unsigned(ReadOnlySpan<byte> field)
    {
        var (start, length) = values["b"].GetOffsetAndLength(octets.Length);
        start += field.Length - octets.Length;
        return [.. field[..start], .. field[(start + length)..]];
    }

    private bool TryAdd(int start, int end)
    {
        var tag = octets.AsSpan(start, end - start);
        var equals = tag.IndexOf((byte)'=');
        if (equals < 0)
        {
            return false;
        }

        var name = tag[..equals].Trim(" \t\r\n"u8);
        if (name.IsEmpty || !char.IsAsciiLetter((char)name[0]) || name.ContainsAnyExcept(NameOctets)
            || !IsValue(tag[(equals + 1)..]))
        {
            return false;
        }

        var key = Encoding.Latin1.GetString(name);
        First = values.Count == 0 ? key : First;
        return values.TryAdd(key, (start + equals + 1)..end);
    }

    private static bool IsValue(ReadOnlySpan<byte> value)
    {
        foreach (var octet in value)
        {
            if (octet is < 32 and not (byte)'\t' and not (byte)'\r' and not (byte)'\n' or 127)
            {
                return false;
            }
        }

        return true;
    }
}
