using System.Text;
using Causeway.Core.Addresses;
using Causeway.Mail.Dsn;

namespace Causeway.Mail;

/// <summary>
/// An automatic reply to a message (RFC 3834 section 3): it says that it is one, and to what it is the answer.
/// </summary>
public sealed record ReplyMessage
{
    private const int MostReferences = 20;
    private const int LongestId = 250;

    /// <summary>The left part of the Message-ID.</summary>
    public required string Id { get; init; }

    /// <summary>The owner of the mailbox that answers.</summary>
    public required EmailAddress From { get; init; }

    public required EmailAddress To { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The subject; null for that of the message behind <c>Automatic reply:</c>.</summary>
    public string? Subject { get; init; }

    public required string Text { get; init; }

    /// <summary>The header of the message that is answered.</summary>
    public required HeaderBlock Original { get; init; }

    /// <summary>The octets, in seven bits where the addresses are.</summary>
    public byte[] Write()
    {
        var text = Encoding.UTF8.GetBytes(Lines(Text));
        var original = Original.TextOf("Subject"u8);
        var subject = new FoldedField("Subject");
        foreach (var word in EncodedWords.Of(
            SafeText.Unicode(Subject ?? $"Automatic reply{(original is null ? "" : ": ")}{original}")))
        {
            subject.Add(word);
        }

        var answered = Ids(Original.TextOf("Message-ID"u8)).Take(1).ToList();
        var thread = Ids(Original.TextOf("References"u8) ?? Original.TextOf("In-Reply-To"u8));
        var charset = Ascii.IsValid(text) ? "us-ascii" : "utf-8";
        return
        [
            .. Encoding.UTF8.GetBytes($"From: <{From}>\r\nTo: <{To}>\r\n"), .. subject.ToOctets(),
            .. Encoding.UTF8.GetBytes($"Date: {DateText.Of(At)}\r\nMessage-ID: <{Id}@{From.Domain}>\r\n"),
            .. Field("In-Reply-To", answered),
            .. Field("References", answered.Count == 0 ? [] : thread.TakeLast(MostReferences).Concat(answered)),
            .. Encoding.UTF8.GetBytes(
                "Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\nMIME-Version: 1.0\r\n"
                + $"Content-Type: text/plain; charset={charset}\r\n"
                + "Content-Transfer-Encoding: quoted-printable\r\n\r\n"),
            .. QuotedPrintable.Encode(text),
        ];
    }

    private static byte[] Field(string name, IEnumerable<string> ids)
    {
        var field = new FoldedField(name);
        var count = 0;
        foreach (var id in ids)
        {
            field.Add(id);
            count++;
        }

        return count == 0 ? [] : field.ToOctets();
    }

    // What a stranger wrote goes on only where it has the form of an id (RFC 5322 section 3.6.4).
    private static IEnumerable<string> Ids(string? text) =>
        (text ?? "").Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(id =>
            id.Length is > 2 and <= LongestId && id[0] == '<' && id[^1] == '>'
            && id.All(c => c is > ' ' and <= '~') && id.AsSpan(1, id.Length - 2).IndexOfAny('<', '>') < 0);

    private static string Lines(string text) => string.Concat(text.ReplaceLineEndings("\n").Split('\n')
        .Select(line => new string([.. line.Where(c => c == '\t' || !char.IsControl(c))]) + "\r\n"));
}
