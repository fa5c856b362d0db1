using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Causeway.Core.Addresses;

/// <summary>
/// A mailbox address (RFC 5321 section 4.1.2): a local part of at most 64 octets and a domain. Compared without regard
/// to case, as every hybrid system in use does, although RFC 5321 section 2.4 leaves the local part to its host.
/// </summary>
public readonly struct EmailAddress : IEquatable<EmailAddress>
{
    private readonly string? localPart;

    private EmailAddress(string localPart, DomainName domain)
    {
        this.localPart = localPart;
        Domain = domain;
    }

    /// <summary>
    /// The local part as written, quotes removed where they were not needed; empty only for <c>default</c>.
    /// </summary>
    public string LocalPart => localPart ?? "";

    public DomainName Domain { get; }

    public bool IsPostmaster => string.Equals(LocalPart, "postmaster", StringComparison.OrdinalIgnoreCase);

    public static bool operator ==(EmailAddress left, EmailAddress right) => left.Equals(right);

    public static bool operator !=(EmailAddress left, EmailAddress right) => !left.Equals(right);

    public static EmailAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not a mail address.");

    /// <summary>Reads <c>local@domain</c> or <c>"quoted local"@domain</c>, without angle brackets.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out EmailAddress address)
    {
        address = default;
        if (text is null)
        {
            return false;
        }

        var at = text.LastIndexOf('@');
        return at > 0
            && DomainName.TryParse(text[(at + 1)..], out var domain)
            && TryCreate(text[..at], domain, out address);
    }

    /// <summary>
    /// Builds an address from a local part as it stands on the wire (a dot-string or a quoted string).
    /// </summary>
    public static bool TryCreate(string localPart, DomainName domain, out EmailAddress address)
    {
        address = default;
        var local = localPart.StartsWith('"') ? Unquote(localPart) : IsDotString(localPart) ? localPart : null;

        // RFC 5321 section 4.5.3.1.1: a local part is at most 64 octets.
        if (local is null || Encoding.UTF8.GetByteCount(local) is 0 or > 64)
        {
            return false;
        }

        address = new EmailAddress(local, domain);
        return true;
    }

    /// <summary>The same mailbox name in another domain.</summary>
    public EmailAddress At(DomainName domain) => new(LocalPart, domain);

    /// <summary>Splits <c>user+detail</c> (RFC 5233); null where there is no detail.</summary>
    public (EmailAddress Base, string Detail)? Plus()
    {
        var plus = LocalPart.IndexOf('+', StringComparison.Ordinal);
        return plus <= 0 ? null : (new EmailAddress(LocalPart[..plus], Domain), LocalPart[(plus + 1)..]);
    }

    /// <summary>The address with <c>+detail</c> behind its local part.</summary>
    public EmailAddress WithDetail(string detail) => new($"{LocalPart}+{detail}", Domain);

    public bool Equals(EmailAddress other) =>
        Domain == other.Domain && string.Equals(LocalPart, other.LocalPart, StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is EmailAddress other && Equals(other);

    public override int GetHashCode() =>
        HashCode.Combine(LocalPart.GetHashCode(StringComparison.OrdinalIgnoreCase), Domain);

    /// <summary>The wire form, quoted where the local part is not a dot-string.</summary>
    public override string ToString() =>
        IsDotString(LocalPart) ? $"{LocalPart}@{Domain}" : $"\"{Escape(LocalPart)}\"@{Domain}";

    private static string Escape(string local) =>
        local.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    // RFC 5321 section 4.1.2: Dot-string = Atom *("." Atom); RFC 6531 section 3.3 adds UTF-8 beyond ASCII.
    private static bool IsDotString(string local)
    {
        if (local.Length == 0 || local[0] == '.' || local[^1] == '.')
        {
            return false;
        }

        for (var i = 0; i < local.Length; i++)
        {
            var c = local[i];
            var isAtomText = char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal)
                || c > 0x9F;
            if (!isAtomText && (c != '.' || local[i - 1] == '.'))
            {
                return false;
            }
        }

        return true;
    }

    private static string? Unquote(string quoted)
    {
        if (quoted.Length < 3 || quoted[^1] != '"')
        {
            return null;
        }

        var result = new StringBuilder(quoted.Length);
        for (var i = 1; i < quoted.Length - 1; i++)
        {
            var c = quoted[i];
            if (c == '\\')
            {
                if (++i == quoted.Length - 1)
                {
                    return null;
                }

                c = quoted[i];
            }
            else if (c == '"')
            {
                return null;
            }

            if (c is < ' ' or '\x7f')
            {
                return null;
            }

            result.Append(c);
        }

        return result.ToString();
    }
}
