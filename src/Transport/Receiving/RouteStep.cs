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
/// is left, and defers it whole where one must wait, for a newer record or the proof of a domain: nothing was accepted
/// yet, so nothing doubles.
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
        return message with { Decisions = decisions, Refusal = Refusal(message.Origin, decisions) };
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

    // What a site writes itself, nobody keeps meanwhile: whom it reaches now gets it now.
    private static SmtpReply? Refusal(Origin origin, ImmutableArray<Decision> decisions)
    {
        var refusals = decisions.Where(decision => decision.IsRefused || origin is not Origin.OwnMail)
            .Select(decision => decision.Refusal?.Reply).OfType<SmtpReply>().ToList();
        return refusals.FirstOrDefault(reply => reply.IsTransient)
            ?? (refusals.Count == decisions.Length ? refusals[0] : null);
    }
}
