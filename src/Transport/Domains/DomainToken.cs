using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Causeway.Core.Addresses;

namespace Causeway.Transport.Domains;

/// <summary>
/// What the owner of a domain publishes to say that it is this organization's: a digest of the domain and the public
/// key of the organization's authority. Asked for again it is the same, and nobody else can make use of it.
/// </summary>
public sealed record DomainToken
{
    /// <summary>How every token begins.</summary>
    public const string Prefix = "causeway-verification=";

    public const string FilePath = "/.well-known/causeway-verification.txt";

    private const string MxSuffix = ".causeway-verification.invalid";
    private const int Octets = 16;

    // Other digests of the same key mean something else.
    private static readonly byte[] Label = "causeway domain verification 1\0"u8.ToArray();

    private DomainToken(DomainName domain, string code) => (Domain, Code) = (domain, code);

    public DomainName Domain { get; }

    /// <summary>32 hexadecimal digits.</summary>
    public string Code { get; }

    /// <summary>The text of the TXT record, and of the file.</summary>
    public string Text => Prefix + Code;

    /// <summary>The host of the MX record. RFC 6761 section 6.4: no name below invalid is ever reached.</summary>
    public string MxHost => Code + MxSuffix;

    /// <summary>The token of a domain for the organization of an authority.</summary>
    public static DomainToken Of(X509Certificate2 authority, DomainName domain)
    {
        var digest = SHA256.HashData(
            [.. Label, .. authority.PublicKey.ExportSubjectPublicKeyInfo(), .. Encoding.UTF8.GetBytes(domain.Value)]);
        return new DomainToken(domain, Convert.ToHexStringLower(digest.AsSpan(0, Octets)));
    }

    /// <summary>The code of a text that has the form of a token; null for others.</summary>
    public static string? CodeOf(string text) =>
        text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && IsCode(text[Prefix.Length..])
            ? text[Prefix.Length..].ToLowerInvariant() : null;

    /// <summary>The code of a host that has the form of a token's; null for others.</summary>
    public static string? CodeOfHost(string host) =>
        host.EndsWith(MxSuffix, StringComparison.OrdinalIgnoreCase) && IsCode(host[..^MxSuffix.Length])
            ? host[..^MxSuffix.Length].ToLowerInvariant() : null;

    private static bool IsCode(string text) => text.Length == 2 * Octets && text.All(char.IsAsciiHexDigit);
}
