using System.Net;
using System.Text;

namespace Causeway.Mail;

/// <summary>
/// Who handed a message to the first server before ours, as Exchange Online writes it:
/// <c>ip=[192.0.2.1];domain=mx.fabrikam.example</c>. Believed only where the site itself, or one of ours, wrote it.
/// </summary>
/// <param name="Address">From where it connected.</param>
/// <param name="Helo">What it called itself; null where nobody wrote it down.</param>
public sealed record SourceHeader(IPAddress Address, string? Helo)
{
    private const string AddressKey = "ip=[";
    private const string HeloKey = "];domain=";

    /// <summary>The field that stands there whenever the source was found.</summary>
    public static ReadOnlySpan<byte> SkipListed => "X-MS-Exchange-SkipListedInternetSender"u8;

    /// <summary>The field that stands there only where what was found counts for the recipients.</summary>
    public static ReadOnlySpan<byte> ExternalOriginal => "X-MS-Exchange-ExternalOriginalInternetSender"u8;

    /// <summary>The topmost field of the name; null where there is none, or it is not of the form.</summary>
    public static SourceHeader? Read(HeaderBlock header, ReadOnlySpan<byte> name) =>
        header.Find(name) is { } field ? Parse(header.BodyOf(field)) : null;

    /// <summary>The field with its line end.</summary>
    public byte[] Write(ReadOnlySpan<byte> name)
    {
        var helo = Helo is null ? "" : FoldedField.Safe(Helo);
        return new FoldedField(Encoding.UTF8.GetString(name)).Add($"{AddressKey}{Address}{HeloKey}{helo}").ToOctets();
    }

    private static SourceHeader? Parse(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body).Trim();
        var end = text.IndexOf(HeloKey, StringComparison.Ordinal);
        if (!text.StartsWith(AddressKey, StringComparison.Ordinal) || end < 0
            || ReceivedFrom.ReadAddress(text[AddressKey.Length..end]) is not { } address)
        {
            return null;
        }

        var helo = text[(end + HeloKey.Length)..];
        return FoldedField.Safe(helo) == helo ? new SourceHeader(address, helo)
            : helo.Length == 0 ? new SourceHeader(address, null)
            : null;
    }
}
