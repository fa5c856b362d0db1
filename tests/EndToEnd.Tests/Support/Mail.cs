using System.Security.Cryptography;
using System.Text;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>A message to send, and the Message-ID by which it is found again.</summary>
internal sealed record Mail(string Id, byte[] Octets)
{
    private const string Somebody = "someone@fabrikam.example";
    private const string Date = "Date: Mon, 23 Nov 2026 12:00:00 +0100\r\n";

    /// <summary>A plain message; <paramref name="fields"/> are further header lines, each with its CRLF.</summary>
    public static Mail New(string subject, string fields = "")
    {
        var id = NewId();
        return new Mail(id, Encoding.Latin1.GetBytes(
            $"From: A sender <{Somebody}>\r\nSubject: {subject}\r\nMessage-ID: {id}\r\n{Date}"
            + $"{fields}\r\nHello.\r\n"));
    }

    /// <summary>The same with another address in From, as a site demands of a user who submits it.</summary>
    public Mail By(string user) => this with
    {
        Octets = Encoding.Latin1.GetBytes(
            Encoding.Latin1.GetString(Octets).Replace($"<{Somebody}>", $"<{user}>", StringComparison.Ordinal)),
    };

    /// <summary>
    /// A message in which every octet counts: a careless relay would mend one or the other, and even a careful one the
    /// space before a colon.
    /// </summary>
    public static Mail Delicate(bool spaceBeforeColon = true)
    {
        var id = NewId();
        var text = new StringBuilder()
            .Append($"From:   Somebody  <{Somebody}>  \r\n{Date}")
            .Append("SUBJECT:no space,\r\n\t folded   with  a tab \r\n")
            .Append(spaceBeforeColon ? "x-Odd :  a space before the colon\r\n" : "")
            .Append($"Message-Id:{id}\r\n")
            .Append("X-Raw: \u00e9\u00ff\u0080\r\n")
            .Append("X-Empty:\r\n\r\n")
            .Append(".a leading dot\r\n..two\r\n.\u00e9 8 bit\r\n \r\n")
            .Append("trailing blanks  \t \r\n")
            .Append(new string('x', 998)).Append("\r\n")
            .Append("\u0000 NUL \u0001 \u007f \u00a0\r\n")
            .Append("From a line that mbox would mangle\r\n\r\n\r\n");
        return new Mail(id, Encoding.Latin1.GetBytes(text.ToString()));
    }

    public static string NewId() => $"<{RandomNumberGenerator.GetHexString(16, true)}@test.fabrikam.example>";
}
