using System.Text;

namespace Causeway.Mail.Dsn;

/// <summary>The part of a notification for programs: message/delivery-status (RFC 3464 section 2).</summary>
internal static class StatusText
{
    // A word is broken behind these characters, so that a folded line keeps to 998 octets (RFC 5322 section 2.1.1).
    private const int LongestWord = 500;

    public static string Of(Notification notification)
    {
        var text = new StringBuilder();
        Add(text, "Reporting-MTA", $"dns; {notification.ReportingHost}");
        if (notification.EnvelopeId is { } id)
        {
            Add(text, "Original-Envelope-Id", XText.Decode(id) ?? id);
        }

        Add(text, "Arrival-Date", DateText.Of(notification.ArrivedAt));
        foreach (var recipient in notification.Recipients)
        {
            text.Append("\r\n");
            Add(text, recipient);
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, NotificationRecipient recipient)
    {
        if (recipient.Original is { } parameter && XText.Original(parameter) is { } original)
        {
            Add(text, "Original-Recipient", original);
        }

        Add(text, "Final-Recipient", SafeText.Typed(recipient.Final));
        Add(text, "Action", Word(recipient.Action));
        Add(text, "Status", recipient.Status.ToString());
        if (recipient.RemoteHost is { } host)
        {
            Add(text, "Remote-MTA", $"dns; {host}");
        }

        if (recipient.Reply is { } reply)
        {
            Add(text, "Diagnostic-Code", $"smtp; {reply}");
        }

        if (recipient.LastAttemptAt is { } attempt)
        {
            Add(text, "Last-Attempt-Date", DateText.Of(attempt));
        }

        if (recipient is { Action: DsnAction.Delayed, RetriesUntil: { } until })
        {
            Add(text, "Will-Retry-Until", DateText.Of(until));
        }
    }

    private static string Word(DsnAction action) => action switch
    {
        DsnAction.Failed => "failed",
        DsnAction.Delayed => "delayed",
        DsnAction.Delivered => "delivered",
        DsnAction.Relayed => "relayed",
        _ => "expanded",
    };

    private static void Add(StringBuilder text, string name, string value)
    {
        var field = new FoldedField(name);
        foreach (var word in SafeText.Words(SafeText.Ascii(value), LongestWord))
        {
            field.Add(word);
        }

        text.Append(Encoding.UTF8.GetString(field.ToOctets()));
    }
}
