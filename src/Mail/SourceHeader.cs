using System.Net;
using System.Text;

namespace Causeway.Mail;

/// <summary>
/// Who handed a message to the first server before ours, as Exchange Online writes it:
/// <c>ip=[192.0.2.1];domain=mx.fabrikam.example</c>.
/// </summary>
/// <param name="Address">From where it connected.</param>
/// <param name="Helo">What it called itself; null where nobody wrote it down.</param>
public sealed record SourceHeader(IPAddress Address, string? Helo)
{
    /// <summary>The field that stands there whenever the source was found.</summary>
    public static ReadOnlySpan<byte> SkipListed => "X-MS-Exchange-SkipListedInternetSender"u8;

    /// <summary>The field that stands there only where what was found counts for the recipients.</summary>
    public static ReadOnlySpan<byte> ExternalOriginal => "X-MS-Exchange-ExternalOriginalInternetSender"u8;

    /// <summary>The field with its line end.</summary>
    public byte[] Write(ReadOnlySpan<byte> name)
    {
        var helo = Helo is null ? "" : FoldedField.Safe(Helo);
        return new FoldedField(Encoding.UTF8.GetString(name)).Add($"ip=[{Address}];domain={helo}").ToOctets();
    }
}
