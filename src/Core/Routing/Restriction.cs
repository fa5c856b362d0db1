using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>
/// Who may write to a record: everybody, the organization's own people, or those of a list. Decided at the first site
/// that knows the record, so that a stranger hears it in the session; sites behind one that resolves rely on it, since
/// they cannot tell its internal mail from what it passes on.
/// </summary>
internal static class Restriction
{
    /// <summary>The refusal of a sender who may not write to it; null where this one may.</summary>
    public static Hop? Refusal(
        Snapshot snapshot, SiteName here, Origin origin, Position position, ReversePath from, Found found)
    {
        var record = found.Record;
        if (!record.IsRestricted)
        {
            return null;
        }

        if (IsFromOutside(snapshot.Organization, here, origin, position))
        {
            return record.AcceptFrom.IsEmpty
                ? Hop.Refuse(found.Address, InsideOnly(record.Kind), "1",
                    $"{record.Address} takes mail from inside alone, and this comes from outside, whatever its "
                    + "reverse-path says.")
                : Hop.Refuse(found.Address, Reason.SenderNotAccepted, "1",
                    $"{record.Address} has a list of who may write to it, and this comes from outside.");
        }

        return record.AcceptFrom.IsEmpty || Sender(snapshot, origin, from) is not { } sender
            || IsAccepted(snapshot, record, sender)
            ? null
            : Hop.Refuse(found.Address, Reason.SenderNotAccepted, "1",
                $"{sender} is not among those who may write to {record.Address}.");
    }

    /// <summary>True for mail that is neither submitted nor made here nor handed in by a site that stands for its own.
    /// </summary>
    private static bool IsFromOutside(Organization organization, SiteName here, Origin origin, Position position) =>
        origin switch
        {
            Origin.Submission or Origin.OwnMail => false,
            Origin.FromSite from when from.Organization == organization.Name =>
                organization.Connector(from.Site, here)?.Trust != Trust.OwnOrganization
                || (position.IsOnItsWayIn && !position.WasResolved(organization)),
            _ => true,
        };

    // A notice has no sender; a user's submission has the user's, if its reverse-path is not the user's own.
    private static EmailAddress? Sender(Snapshot snapshot, Origin origin, ReversePath from) =>
        origin is Origin.Submission { User: var user } && !Ownership.Owns(snapshot.Recipients, user, from)
            ? user
            : from.Address;

    private static bool IsAccepted(Snapshot snapshot, Recipient record, EmailAddress sender)
    {
        var own = snapshot.Owner(sender)?.Address ?? sender;
        var seen = new HashSet<EmailAddress>();
        var open = new Stack<EmailAddress>(record.AcceptFrom);
        while (open.TryPop(out var one))
        {
            var accepted = snapshot.Owner(one);
            if ((accepted?.Address ?? one) == own)
            {
                return true;
            }

            if (accepted is { Kind: RecipientKind.Group } && seen.Add(accepted.Address))
            {
                foreach (var member in accepted.Members)
                {
                    open.Push(member);
                }
            }
        }

        return false;
    }

    private static Reason InsideOnly(RecipientKind kind) => kind switch
    {
        RecipientKind.Group => Reason.GroupInsideOnly,
        RecipientKind.MailUser or RecipientKind.Contact => Reason.MailUserInsideOnly,
        _ => Reason.MailboxInsideOnly,
    };
}
