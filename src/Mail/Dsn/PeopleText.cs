using System.Globalization;
using System.Text;

namespace Causeway.Mail.Dsn;

/// <summary>
/// The part of a notification for people: what happened, who can fix it and how, and the message's way.
/// </summary>
internal sealed class PeopleText(Notification notification)
{
    private const int Columns = 76;

    private readonly StringBuilder text = new();

    public static string Subject(Notification notification) => Worst(notification) switch
    {
        DsnAction.Failed => "Your message could not be delivered",
        DsnAction.Delayed => "Your message is delayed",
        DsnAction.Delivered => "Your message was delivered",
        DsnAction.Relayed => "Your message was passed on",
        _ => "Your message was handed to a group",
    };

    public static string Of(Notification notification) => new PeopleText(notification).Write();

    private static DsnAction Worst(Notification notification) =>
        notification.Recipients.Min(recipient => recipient.Action);

    private string Write()
    {
        Line(0, $"{Subject(notification)}.");
        Line(0, "");
        About("Subject", notification.Original.TextOf("Subject"u8));
        About("Date", notification.Original.TextOf("Date"u8));
        About("Message-ID", notification.Original.TextOf("Message-ID"u8));
        foreach (var recipient in notification.Recipients)
        {
            Line(0, "");
            Add(recipient);
        }

        AddHops();
        Line(0, "");
        Line(0, $"This report was written by {notification.ReportingHost}, site {notification.Site} of the mail system "
            + $"of {notification.From.Domain}, where the message was {notification.OriginalId}. "
            + $"Questions go to {notification.From}.");
        return text.ToString();
    }

    private void About(string name, string? value)
    {
        if (value is { Length: > 0 })
        {
            Line(2, $"{name}: {value}");
        }
    }

    private void Add(NotificationRecipient recipient)
    {
        Line(0, $"<{recipient.Final}>{Given(recipient)}: {Sentence(recipient)}");
        if (recipient.Action == DsnAction.Delayed)
        {
            Line(2, "You need not send it again.");
        }

        if (recipient.Action is DsnAction.Failed or DsnAction.Delayed)
        {
            var advice = Advice.Of(recipient.Reply ?? "", recipient.Status, recipient.SaidBy is not null);

            // Where delivery took too long, why it did stands behind it.
            var isExpired = recipient is { Action: DsnAction.Failed, Status: { Subject: 4, Detail: 7 } };
            Line(2, $"What happened: {(isExpired ? StatusWords.Of(recipient.Status).Cause + " " : "")}{advice.Cause}");
            Line(2, $"Who can fix it: {Who(advice.Fixer, recipient)}");
            Line(2, $"How: {advice.Cure}");
        }

        if (!recipient.Circle.IsEmpty)
        {
            Line(2, $"The circle: {string.Join(" -> ", recipient.Circle)}");
        }

        if (recipient.Reply is { Length: > 0 } reply)
        {
            Line(2, $"{recipient.RemoteHost ?? notification.ReportingHost} said: {reply}");
        }
    }

    private static string Given(NotificationRecipient recipient) =>
        recipient.Original is { } parameter && XText.Original(parameter) is { } original
        && original.Split("; ", 2)[1] is var address
        && !string.Equals(address, recipient.Final.ToString(), StringComparison.OrdinalIgnoreCase)
            ? $" (you wrote to {address})"
            : "";

    private static string Sentence(NotificationRecipient recipient) => recipient.Action switch
    {
        DsnAction.Failed => "not delivered; no further attempt is made.",
        DsnAction.Delayed => recipient.RetriesUntil is { } until
            ? $"not delivered yet; further attempts are made until {DateText.Of(until)}."
            : "not delivered yet; further attempts are made.",
        DsnAction.Delivered => "delivered to the mailbox.",
        DsnAction.Relayed => "passed on to a mail system that sends no confirmations of its own.",
        _ => "handed to the members of the group; nothing is reported of single members.",
    };

    private string Who(Fixer fixer, NotificationRecipient recipient) => fixer switch
    {
        Fixer.Sender => "you, the sender",
        Fixer.RecipientSide => "the recipient, or whoever runs the recipient's mail system",
        Fixer.Administrator =>
            $"the administrator of site {recipient.SaidBy ?? notification.Site}, {notification.From}",
        _ => "nobody need do anything",
    };

    private void AddHops()
    {
        var hops = ReceivedHop.Read(notification.Original);
        if (hops.Count == 0)
        {
            return;
        }

        Line(0, "");
        Line(0, "The way of the message:");
        for (var i = 0; i < hops.Count; i++)
        {
            var hop = hops[i];
            var from = hop.From.Length == 0 ? "" : $"{hop.From} -> ";
            var at = hop.At?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
            Line(2, $"{i + 1}. {from}{hop.By}{(at is null ? "" : $" at {at}")}");
        }
    }

    /// <summary>A line, folded at the columns with its indent and two more.</summary>
    private void Line(int indent, string said)
    {
        var column = indent;
        text.Append(' ', said.Length == 0 ? 0 : indent);
        foreach (var word in SafeText.Words(SafeText.Unicode(said), Columns))
        {
            if (column > indent && column + 1 + word.Length > Columns)
            {
                column = indent + 2;
                text.Append("\r\n").Append(' ', column);
            }
            else if (column > indent)
            {
                text.Append(' ');
                column++;
            }

            text.Append(word);
            column += word.Length;
        }

        text.Append("\r\n");
    }
}
