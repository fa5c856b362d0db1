using System.Text;

namespace Causeway.Mail.Tests;

/// <summary>Header blocks out of texts with plain line ends.</summary>
internal static class Header
{
    public static byte[] Octets(string text) =>
        Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    public static HeaderBlock Of(string text) => HeaderBlock.Scan(Octets(text));

    public static string Text(ReadOnlyMemory<byte> octets) => Encoding.UTF8.GetString(octets.Span);
}
