using System.Collections.Immutable;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Mail;
using Causeway.Transport.Identity;

namespace Causeway.Transport.Receiving;

/// <summary>
/// Decides every recipient again, now with the marks that the message carries. Refuses the message where no recipient
/// is left, and defers it whole where one must wait for a newer record: nothing was accepted yet, so nothing doubles.
/// </summary>
public sealed class RouteStep : IStep
{
    public string Name => "Route";

    public Incoming Take(Incoming message)
    {
        var marks = new KeyedMarks(message.Key, message.Marks, DeliveredTo(message.Header));
        var decisions = message.Recipients.Select(recipient => Router.Route(
            message.Snapshot, message.Here.Name, message.Origin, message.From, recipient.Address,
            marks)).ToImmutableArray();
        return message with { Decisions = decisions, Refusal = Refusal(decisions) };
    }

    // RFC 9228 section 3: each field has one address.
    private static HashSet<EmailAddress> DeliveredTo(HeaderBlock header)
    {
        var mailboxes = new HashSet<EmailAddress>();
        foreach (var field in header.Fields)
        {
            if (header.IsNamed(field, "Delivered-To"u8)
                && EmailAddress.TryParse(
                    Encoding.UTF8.GetString(header.BodyOf(field)).Trim().Trim('<', '>'), out var mailbox))
            {
                mailboxes.Add(mailbox);
            }
        }

        return mailboxes;
    }

    private static SmtpReply? Refusal(ImmutableArray<Decision> decisions)
    {
        var refusals = decisions
            .Where(decision => decision.IsRefused).Select(decision => decision.Hops[0].Reply!).ToList();
        return refusals.FirstOrDefault(reply => reply.IsTransient)
            ?? (refusals.Count == decisions.Length ? refusals[0] : null);
    }
}
