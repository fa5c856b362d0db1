using System.Text;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Queue.Delivery;

namespace Causeway.Transport.Delivering;

/// <summary>
/// The envelope under which a copy goes on: with what the sender asked of notices, as it came (RFC 3461 section 5.2.1).
/// A recipient whose address changed here keeps the one that the sender gave as ORCPT.
/// </summary>
internal static class OnwardEnvelope
{
    public static Envelope Of(DeliveryJob job, ReversePath from) =>
        new(from, [.. job.Recipients.Select(recipient => Recipient(job, recipient))])
        {
            EnvelopeId = job.Message.EnvelopeId,
            Return = job.Message.Return,
            NeedsUtf8 = job.Message.NeedsUtf8,
        };

    /// <summary>ORCPT for an address (RFC 3461 section 4.2); null where seven bits cannot hold it.</summary>
    public static string? OriginalRecipient(string given)
    {
        var text = new StringBuilder("rfc822;");
        foreach (var c in given)
        {
            if (c > '~')
            {
                return null;
            }

            text.Append(c is >= '!' and not ('+' or '=') ? c.ToString() : $"+{(int)c:X2}");
        }

        return text.ToString();
    }

    private static EnvelopeRecipient Recipient(DeliveryJob job, string recipient)
    {
        var given = job.Copy.GivenAs(recipient);
        var options = job.Message.OptionsOf(given);
        var isSame = string.Equals(given, recipient, StringComparison.OrdinalIgnoreCase);
        return new EnvelopeRecipient(
            EmailAddress.Parse(recipient), options.Notify,
            options.OriginalRecipient ?? (isSame ? null : OriginalRecipient(given)));
    }
}
