using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Causeway.RelayBench;

/// <summary>
/// The messages of the bench, each a function of its number, as they stand on the wire: 10 KB, the number in the
/// Message-ID, text of their own in the body, one line with a doubled dot, and the final dot behind them.
/// </summary>
internal static class BenchMessage
{
    private const int IdDigits = 8;
    private const int LineOctets = 78;
    private const int Lines = 126;

    private static readonly int IdAt = Top.Length;
    private static readonly int BodyAt = Header().Length;
    private static readonly byte[] Template = Make();

    /// <summary>The first octets that the client writes; above them the relays put their trace fields.</summary>
    public static ReadOnlySpan<byte> Top => "From: Alice <alice@fabrikam.example>\r\nMessage-ID: <"u8;

    public static ReadOnlySpan<byte> End => "\r\n.\r\n"u8;

    public static int WireOctets => Template.Length;

    public static void Write(int id, Span<byte> wire)
    {
        Template.CopyTo(wire);
        id.TryFormat(wire[IdAt..], out _, "D8", CultureInfo.InvariantCulture);
        var own = (ulong)(id + 1) * 0x9E3779B97F4A7C15UL;
        for (var line = 0; line < Lines; line += 8)
        {
            own.TryFormat(wire[(BodyAt + (line * LineOctets))..], out _, "x16", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The hash of what must arrive: everything from the client's first octet to the final dot.</summary>
    public static byte[] Hash(int id)
    {
        var wire = new byte[WireOctets];
        Write(id, wire);
        return SHA256.HashData(wire);
    }

    /// <summary>The number of a message that begins with <see cref="Top"/>.</summary>
    public static int IdOf(ReadOnlySpan<byte> message) =>
        int.Parse(message.Slice(IdAt, IdDigits), CultureInfo.InvariantCulture);

    private static string Header() => Encoding.UTF8.GetString(Top) + new string('0', IdDigits)
        + "@fabrikam.example>\r\nTo: user0@contoso.example\r\nSubject: a load\r\n"
        + "Date: Mon, 5 Oct 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        + "Content-Type: text/plain; charset=utf-8\r\n\r\n";

    private static byte[] Make()
    {
        var text = new StringBuilder(Header());
        var random = new Random(1);
        for (var line = 0; line < Lines; line++)
        {
            var start = line == 3 ? ".." : "";
            text.Append(start);
            for (var i = start.Length; i < LineOctets - 2; i++)
            {
                text.Append((char)('a' + random.Next(26)));
            }

            text.Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(text.Append(".\r\n").ToString());
    }
}
