using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Causeway.Dns.Zones;

/// <summary>The fields of each type of record that is read, in the order in which a zone file has them.</summary>
internal static class ZoneContent
{
    private delegate string Field(ZoneToken token, string? origin);

    // RFC 1035 section 3.3, RFC 3596, RFC 2782, RFC 6698 section 2.2. TXT has any number of strings.
    private static readonly Dictionary<string, (string Form, Field[] Fields)> Types = new(StringComparer.Ordinal)
    {
        ["A"] = ("A 192.0.2.1", [(token, _) => Address(token.Text, AddressFamily.InterNetwork)]),
        ["AAAA"] = ("AAAA 2001:db8::1", [(token, _) => Address(token.Text, AddressFamily.InterNetworkV6)]),
        ["CNAME"] = ("CNAME host.a.example.", [Name]),
        ["MX"] = ("MX 10 mx.a.example.", [Short, Name]),
        ["NS"] = ("NS ns.a.example.", [Name]),
        ["PTR"] = ("PTR host.a.example.", [Name]),
        ["SOA"] = ("SOA ns.a.example. hostmaster.a.example. 1 3600 600 86400 60",
            [Name, Name, Serial, Seconds, Seconds, Seconds, Seconds]),
        ["SRV"] = ("SRV 0 1 443 host.a.example.", [Short, Short, Short, Name]),
        ["TLSA"] = ("TLSA 3 1 1 0123456789abcdef...", [Octet, Octet, Octet, (token, _) => token.Text]),
        ["TXT"] = ("TXT \"text\"", []),
    };

    public static bool IsRead(string type) => Types.ContainsKey(type);

    /// <exception cref="FormatException">Says what is wrong and what to write.</exception>
    public static ImmutableArray<string> Read(string type, ImmutableArray<ZoneToken> tokens, string? origin)
    {
        var (form, fields) = Types[type];
        if (type == "TLSA" && tokens.Length > fields.Length)
        {
            // RFC 6698 section 2.2: white space may stand within the hexadecimal digits.
            tokens = [.. tokens[..3], new ZoneToken(string.Concat(tokens[3..].Select(part => part.Text)), false)];
        }

        if (type == "TXT" ? tokens.IsEmpty : tokens.Length != fields.Length)
        {
            throw new FormatException($"{type} has {tokens.Length} fields: write '{form}'");
        }

        return type switch
        {
            "TXT" => [.. tokens.Select(ZoneText.Characters)],
            "TLSA" => [.. tokens[..3].Select(token => Octet(token, origin)), Hexadecimal(tokens[3].Text)],
            _ => [.. tokens.Select((token, i) => fields[i](token, origin))],
        };
    }

    private static string Name(ZoneToken token, string? origin) => ZoneText.Name(token.Text, origin);

    private static string Short(ZoneToken token, string? origin) =>
        Text(ZoneText.Number(token.Text, ushort.MaxValue, "a field of 16 bits"));

    private static string Octet(ZoneToken token, string? origin) =>
        Text(ZoneText.Number(token.Text, byte.MaxValue, "a field of 8 bits"));

    private static string Serial(ZoneToken token, string? origin) =>
        token.Text.All(char.IsAsciiDigit)
        && uint.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var serial)
            ? serial.ToString(CultureInfo.InvariantCulture)
            : throw new FormatException($"'{token.Text}' is not a serial number: write one of at most 32 bits");

    private static string Seconds(ZoneToken token, string? origin) =>
        ZoneText.TryTime(token.Text, out var time)
            ? Text((int)time.TotalSeconds)
            : throw new FormatException($"'{token.Text}' is not a time: write seconds, or '1h'");

    private static string Address(string text, AddressFamily family) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == family
        && (family == AddressFamily.InterNetworkV6 ? !text.AsSpan().ContainsAny('%', '[')
            : address.ToString() == text)
            ? address.ToString()
            : throw new FormatException(family == AddressFamily.InterNetwork
                ? $"'{text}' is not an IPv4 address: write 'A 192.0.2.1'"
                : $"'{text}' is not an IPv6 address: write 'AAAA 2001:db8::1'");

    private static string Hexadecimal(string text) =>
        text.Length > 0 && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit)
            ? text.ToLowerInvariant()
            : throw new FormatException($"'{text}' is not hexadecimal: write two digits for each octet");

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
