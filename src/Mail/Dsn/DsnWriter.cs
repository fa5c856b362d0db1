using System.Buffers;
using System.Text;
using Causeway.Core.Envelopes;

namespace Causeway.Mail.Dsn;

/// <summary>
/// Writes a delivery status notification: multipart/report (RFC 6522) with a text for people, message/delivery-status
/// for programs (RFC 3464), and the message or its header block. Nothing that a peer or a sender said can end a line, a
/// part or a field. In seven bits, unless the message comes back whole and has eight; the header part then is
/// quoted-printable (RFC 6522 section 4).
/// </summary>
public static class DsnWriter
{
    /// <summary>A message comes back whole up to this size; a header block up to it as well.</summary>
    public const int ReturnedOctets = 64 << 10;

    public static byte[] Write(Notification notification)
    {
        var people = Encoding.UTF8.GetBytes(PeopleText.Of(notification));
        var status = Encoding.UTF8.GetBytes(StatusText.Of(notification));
        var header = HeaderFirewall.Strip(notification.Original, HeaderKinds.Ours, AuthservIds.None);
        var whole = Whole(notification, header);
        var boundary = Boundary(notification.Id, people, whole ?? header);

        var octets = new ArrayBufferWriter<byte>(8192 + (whole ?? header).Length);
        Head(octets, notification, boundary, IsEightBit(whole));
        var isPlain = !IsEightBit(people);
        Part(octets, boundary, $"text/plain; charset={(isPlain ? "us-ascii" : "utf-8")}", "Notification",
            isPlain ? "7bit" : "quoted-printable", isPlain ? people : QuotedPrintable.Encode(people));
        Part(octets, boundary, "message/delivery-status", "Delivery report", "7bit", status);
        if (whole is { } message)
        {
            Part(octets, boundary, "message/rfc822", "Your message", IsEightBit(message) ? "8bit" : "7bit", message);
        }
        else
        {
            var fields = Fields(notification.Original, header);
            var isSafe = !IsEightBit(fields);
            Part(octets, boundary, "text/rfc822-headers", "The head of your message",
                isSafe ? "7bit" : "quoted-printable", isSafe ? fields : QuotedPrintable.Encode(fields.Span));
        }

        Text(octets, $"\r\n--{boundary}--\r\n");
        return octets.WrittenSpan.ToArray();
    }

    // RFC 3461 section 4.3: RET=FULL counts for failures; of other notifications only the header block comes back.
    private static ReadOnlyMemory<byte>? Whole(Notification notification, ReadOnlyMemory<byte> header)
    {
        if (notification.Return != ReturnContent.Full || notification.OriginalContent is not { } content
            || !notification.Recipients.Any(recipient => recipient.Action == DsnAction.Failed)
            || header.Length + content.Length > ReturnedOctets)
        {
            return null;
        }

        return (byte[])[.. header.Span, .. content.Span];
    }

    private static ReadOnlyMemory<byte> Fields(HeaderBlock original, ReadOnlyMemory<byte> header)
    {
        var stripped = original.Octets.Length == header.Length ? original : HeaderBlock.Scan(header);
        var end = 0;
        foreach (var field in stripped.Fields)
        {
            if (field.End > ReturnedOctets)
            {
                break;
            }

            end = field.End;
        }

        return header[..end];
    }

    // The boundary stands in nothing that it parts; a sender who guesses it gains nothing.
    private static string Boundary(string id, ReadOnlyMemory<byte> people, ReadOnlyMemory<byte> returned)
    {
        for (var number = 0; ; number++)
        {
            var boundary = $"=_{id}.{number}";
            var octets = Encoding.UTF8.GetBytes(boundary);
            if (people.Span.IndexOf(octets) < 0 && returned.Span.IndexOf(octets) < 0)
            {
                return boundary;
            }
        }
    }

    private static void Head(IBufferWriter<byte> octets, Notification notification, string boundary, bool isEightBit)
    {
        Text(octets, $"From: Mail Delivery System <{notification.From}>\r\n");
        Text(octets, $"To: <{notification.To}>\r\n");
        Text(octets, $"Subject: {PeopleText.Subject(notification)}\r\n");
        Text(octets, $"Date: {DateText.Of(notification.At)}\r\n");
        Text(octets, $"Message-ID: <{notification.Id}.dsn@{notification.From.Domain}>\r\n");
        if (MessageId(notification.Original) is { } id)
        {
            Text(octets, $"In-Reply-To: {id}\r\nReferences: {id}\r\n");
        }

        // RFC 3834 section 5: no automatic answer is sent to this.
        Text(octets, "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n");
        Text(octets, "Content-Type: multipart/report; report-type=delivery-status;\r\n");
        Text(octets, $"\tboundary=\"{boundary}\"\r\n");
        Text(octets, $"Content-Transfer-Encoding: {(isEightBit ? "8bit" : "7bit")}\r\n\r\n");
        Text(octets, "This is a report of a mail system, in parts for people and for programs.\r\n");
    }

    private static string? MessageId(HeaderBlock original)
    {
        var id = original.TextOf("Message-ID"u8);
        return id is { Length: > 2 and <= 250 } && id[0] == '<' && id[^1] == '>'
            && id.All(c => c is > ' ' and <= '~') && id.IndexOfAny(['<', '>'], 1) == id.Length - 1 ? id : null;
    }

    private static void Part(
        IBufferWriter<byte> octets, string boundary, string type, string description, string encoding,
        ReadOnlyMemory<byte> content)
    {
        Text(octets, $"\r\n--{boundary}\r\nContent-Type: {type}\r\nContent-Description: {description}\r\n");
        Text(octets, $"Content-Transfer-Encoding: {encoding}\r\n\r\n");
        octets.Write(content.Span);
    }

    private static bool IsEightBit(ReadOnlyMemory<byte>? octets) => octets is { } some && !Ascii.IsValid(some.Span);

    private static void Text(IBufferWriter<byte> octets, string text) => octets.Write(Encoding.UTF8.GetBytes(text));
}
