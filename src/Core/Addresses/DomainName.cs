using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Causeway.Core.Addresses;

/// <summary>
/// A domain name in lower case without the trailing dot, or an address literal such as <c>[192.0.2.1]</c>
/// (RFC 5321 section 4.1.3). At most 255 octets, labels of at most 63 (RFC 1035 section 2.3.4).
/// </summary>
public readonly record struct DomainName
{
    private readonly string? value;

    private DomainName(string value) => this.value = value;

    /// <summary>The name; empty only for <c>default</c>.</summary>
    public string Value => value ?? "";

    public bool IsAddressLiteral => Value.StartsWith('[');

    public static DomainName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new FormatException($"'{text}' is not a domain name.");

    public static bool TryParse([NotNullWhen(true)] string? text, out DomainName name)
    {
        name = default;
        if (text is null || text.Length is 0 or > 255)
        {
            return false;
        }

        if (text[0] == '[')
        {
            return TryParseLiteral(text, out name);
        }

        var trimmed = text[^1] == '.' ? text[..^1] : text;
        foreach (var label in trimmed.Split('.'))
        {
            if (!IsLabel(label))
            {
                return false;
            }
        }

        name = new DomainName(trimmed.ToLowerInvariant());
        return true;
    }

    /// <summary>True where this name lies strictly below <paramref name="parent"/>.</summary>
    public bool IsBelow(DomainName parent) =>
        Value.Length > parent.Value.Length + 1
        && Value.EndsWith(parent.Value, StringComparison.Ordinal)
        && Value[Value.Length - parent.Value.Length - 1] == '.';

    public override string ToString() => Value;

    private static bool IsLabel(string label)
    {
        if (label.Length is 0 or > 63 || label[0] == '-' || label[^1] == '-')
        {
            return false;
        }

        foreach (var c in label)
        {
            // RFC 5321 section 4.1.2 allows letters, digits and hyphens; underscores occur in the wild (RFC 8553).
            if (!char.IsAsciiLetterOrDigit(c) && c is not '-' and not '_')
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryParseLiteral(string text, out DomainName name)
    {
        name = default;
        if (text.Length < 3 || text[^1] != ']')
        {
            return false;
        }

        var inner = text[1..^1];
        var address = inner.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? inner[5..] : inner;
        if (!IPAddress.TryParse(address, out _))
        {
            return false;
        }

        name = new DomainName(text.ToLowerInvariant());
        return true;
    }
}
