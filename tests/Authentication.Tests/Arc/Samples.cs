using System.Text;
using Causeway.Mail;

namespace Causeway.Authentication.Tests.Arc;

/// <summary>Messages as texts, and what is asked of them.</summary>
internal static class Samples
{
    /// <summary>The octets of a text of UTF-8; its lines end in CRLF.</summary>
    public static byte[] Octets(string text) =>
        Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n").Replace("\n", "\r\n", StringComparison.Ordinal));

    public static HeaderBlock Header(string text) => HeaderBlock.Scan(Octets(text));
}
