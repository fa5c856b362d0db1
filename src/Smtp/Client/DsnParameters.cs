using Causeway.Core.Envelopes;

namespace Causeway.Smtp.Client;

/// <summary>
/// What an envelope asks of delivery status notifications, written as parameters of MAIL and RCPT for a next hop that
/// offers DSN: as they came (RFC 3461 section 5.2.1).
/// </summary>
internal static class DsnParameters
{
    private static readonly (NotifyOn Flag, string Word)[] Words =
    [
        (NotifyOn.Success, "SUCCESS"), (NotifyOn.Failure, "FAILURE"), (NotifyOn.Delay, "DELAY"),
    ];

    public static string OfMail(Envelope envelope) =>
        envelope.Return switch
        {
            ReturnContent.Full => " RET=FULL",
            ReturnContent.Headers => " RET=HDRS",
            _ => "",
        }
        + (envelope.EnvelopeId is { } id ? $" ENVID={id}" : "");

    public static string OfRcpt(EnvelopeRecipient recipient) =>
        Notify(recipient.Notify) + (recipient.OriginalRecipient is { } original ? $" ORCPT={original}" : "");

    // RFC 3461 section 4.1: NEVER stands alone.
    private static string Notify(NotifyOn notify) =>
        notify == NotifyOn.Unspecified ? ""
        : notify.HasFlag(NotifyOn.Never) ? " NOTIFY=NEVER"
        : " NOTIFY=" + string.Join(',', Words.Where(word => notify.HasFlag(word.Flag)).Select(word => word.Word));
}
