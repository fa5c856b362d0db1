using System.Collections.Immutable;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Mail.Dsn;

namespace Causeway.Mail;

/// <summary>
/// A message of plain text that a site writes by itself: nobody is to answer it, and no automatic reply is sent to it
/// (RFC 3834 section 5).
/// </summary>
/// <param name="Id">The left part of the Message-ID.</param>
/// <param name="From">The site's postmaster.</param>
/// <param name="Name">The name before the address of From, in US-ASCII.</param>
/// <param name="Subject">What it is about; made fit to stand in a field.</param>
/// <param name="Lines">The text, line by line; control characters and line ends in them become blanks.</param>
public sealed record PlainMessage(
    string Id, EmailAddress From, string Name, ImmutableArray<EmailAddress> To, DateTimeOffset At, string Subject,
    IReadOnlyList<string> Lines)
{
    /// <summary>The octets, in seven bits.</summary>
    public byte[] Write()
    {
        var text = Encoding.UTF8.GetBytes(
            string.Concat(Lines.Select(line => SafeText.Unicode(line) + "\r\n")));
        var isPlain = Ascii.IsValid(text);
        var to = new FoldedField("To");
        for (var i = 0; i < To.Length; i++)
        {
            to.Add($"<{To[i]}>{(i < To.Length - 1 ? "," : "")}");
        }

        var subject = new FoldedField("Subject");
        foreach (var word in SafeText.Words(SafeText.Ascii(Subject), 70))
        {
            subject.Add(word);
        }

        var fields = $"From: {Name} <{From}>\r\nDate: {DateText.Of(At)}\r\nMessage-ID: <{Id}@{From.Domain}>\r\n"
            + "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
            + $"Content-Type: text/plain; charset={(isPlain ? "us-ascii" : "utf-8")}\r\n"
            + "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
        return
        [
            .. to.ToOctets(), .. subject.ToOctets(), .. Encoding.UTF8.GetBytes(fields), .. QuotedPrintable.Encode(text),
        ];
    }
}
