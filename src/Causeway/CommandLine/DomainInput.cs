using Causeway.Core.Addresses;

namespace Causeway.CommandLine;

/// <summary>A domain on the command line: also in its own letters, or with the dot that ends it in zones.</summary>
internal static class DomainInput
{
    public static bool TryRead(string text, out DomainName domain)
    {
        domain = default;
        return ULabels.TryToAscii(text.EndsWith('.') ? text[..^1] : text, out var ascii)
            && DomainName.TryParse(ascii, out domain) && !domain.IsAddressLiteral;
    }

    public static string NoDomain(string text) => $"causeway: '{text}' is no domain; write it as contoso.example.";
}
