using System.Text;

namespace Causeway.Mail;

/// <summary>What a submission server completes in a header block (RFC 6409 section 8), and takes out of it.</summary>
public static class SubmittedHeader
{
    /// <summary>
    /// The header block with a Date and a Message-ID on top where it had none, and without Bcc and Resent-Bcc (RFC 5322
    /// section 3.6.3); everything else is as it was.
    /// </summary>
    /// <param name="messageId">The id to give, without angle brackets.</param>
    public static HeaderBlock Complete(HeaderBlock header, DateTimeOffset at, string messageId)
    {
        var added = new StringBuilder();
        if (header.Find("Date"u8) is null)
        {
            added.Append("Date: ").Append(DateText.Of(at)).Append("\r\n");
        }

        if (header.Find("Message-ID"u8) is null)
        {
            added.Append("Message-ID: <").Append(messageId).Append(">\r\n");
        }

        var rest = header.Without(field => header.IsNamed(field, "Bcc"u8) || header.IsNamed(field, "Resent-Bcc"u8));
        ReadOnlyMemory<byte> whole = added.Length == 0
            ? rest : (byte[])[.. Encoding.UTF8.GetBytes(added.ToString()), .. rest.Span];
        return HeaderBlock.TryScan(whole, isWhole: true, HeaderLimits.Default, out var block) == HeaderScan.Complete
            ? block!
            : throw new InvalidDataException("The header is larger than any that is accepted.");
    }
}
