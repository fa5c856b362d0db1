using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Mail;
using Causeway.Mail.Addresses;

namespace Causeway.Transport.Receiving;

/// <summary>
/// What a submission must be, and gets (RFC 6409): From and Sender are the user's own or lent, readers cannot differ
/// about who that is; Date and Message-ID are added where they are missing, and Bcc is removed. Other mail passes.
/// </summary>
public sealed class SubmissionStep : IStep
{
    public string Name => "Submit";

    public Incoming Take(Incoming message)
    {
        if (message.Origin is not Origin.Submission { User: var user })
        {
            return message;
        }

        var fault = HeaderFault(message.Header) ?? FromFault(message, user) ?? SenderFault(message, user);
        return fault is var (reason, why)
            ? message with { Refusal = ReplyTable.For(reason), Why = why }
            : message with
            {
                Header = SubmittedHeader.Complete(
                    message.Header, message.At, $"{message.QueueId}@{message.Here.Host}"),
            };
    }

    private static (Reason Reason, string Why)? HeaderFault(HeaderBlock header)
    {
        var line = 0;
        foreach (var field in header.Fields)
        {
            line++;
            if (!field.IsWellFormed)
            {
                return (Reason.HeaderNotClear, $"Line or field {line} of the header has no name of a field.");
            }
        }

        return null;
    }

    private static (Reason Reason, string Why)? FromFault(Incoming message, EmailAddress user)
    {
        var header = message.Header;
        if (header.Find("From"u8) is not { } field)
        {
            return (Reason.FromMissing, "The header has no From field.");
        }

        if (header.Count("From"u8) is > 1 and var fields)
        {
            return (Reason.FromNotOne, $"The header has {fields} From fields.");
        }

        if (!AddressList.TryParse(header.BodyOf(field), out var authors, out var fault))
        {
            return (Reason.FromNotClear, $"The From field {fault}.");
        }

        return authors is not [var author]
            ? (Reason.FromNotOne, $"The From field names {authors.Length} addresses.")
            : !Ownership.Owns(message.Snapshot.Recipients, user, author)
                ? (Reason.FromNotOwned, $"{user} does not own {author}.")
                : message.Snapshot.IsUnproved(author.Domain)
                    ? (Reason.SenderDomainNotVerified, $"{author.Domain} is not verified yet.")
                    : null;
    }

    private static (Reason Reason, string Why)? SenderFault(Incoming message, EmailAddress user)
    {
        var header = message.Header;
        if (header.Find("Sender"u8) is not { } field)
        {
            return null;
        }

        if (header.Count("Sender"u8) is > 1 and var fields)
        {
            return (Reason.SenderFieldNotClear, $"The header has {fields} Sender fields.");
        }

        if (!AddressList.TryParse(header.BodyOf(field), out var senders, out var fault))
        {
            return (Reason.SenderFieldNotClear, $"The Sender field {fault}.");
        }

        return senders is not [var sender]
            ? (Reason.SenderFieldNotClear, $"The Sender field names {senders.Length} addresses.")
            : Ownership.Owns(message.Snapshot.Recipients, user, sender)
                ? null
                : (Reason.SenderFieldNotOwned, $"{user} does not own {sender}.");
    }
}
