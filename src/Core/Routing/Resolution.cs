using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>
/// Rule 1 at a site that resolves: from an address to mailboxes here, next hops, or refusals. One object resolves one
/// recipient; groups and forwards visit each record once, which makes nesting and circles safe.
/// </summary>
internal sealed class Resolution(
    Snapshot snapshot, SiteName here, Origin origin, Position position, ReversePath from, IServedMarks served)
{
    private readonly ImmutableArray<Hop>.Builder hops = ImmutableArray.CreateBuilder<Hop>();
    private readonly ImmutableArray<ServedMark>.Builder marks = ImmutableArray.CreateBuilder<ServedMark>();
    private readonly HashSet<EmailAddress> visited = [];
    private ImmutableArray<EmailAddress> forwardedBy = [];
    private EmailAddress? asked;

    private Organization Organization => snapshot.Organization;

    public Decision Resolve(EmailAddress recipient)
    {
        asked = recipient;
        Visit(recipient);
        var reachesSomebody = hops.Any(hop => hop.Action is HopAction.Deliver or HopAction.Relay or HopAction.Refuse);
        if (!reachesSomebody)
        {
            return Decision.Of(Loop(recipient, "Forwards or members lead in a circle, and nobody keeps the message."));
        }

        return new Decision(hops.ToImmutable(), marks.ToImmutable());
    }

    /// <summary>A notice to a return address goes on to the sender that it stands for, as the site's own.</summary>
    public Decision Return(EmailAddress recipient, EmailAddress sender)
    {
        if (Mark(recipient, version: 0) is { } refusal)
        {
            return Decision.Of(refusal);
        }

        Add(Hop.Do(HopAction.Forward, recipient, "1", $"The return address of {sender}."));
        Visit(sender);
        return new Decision(hops.ToImmutable(), marks.ToImmutable());
    }

    private void Add(Hop hop) => hops.Add(hop with { ForwardedBy = forwardedBy });

    private void Visit(EmailAddress recipient)
    {
        if (!Organization.IsOurs(recipient.Domain))
        {
            if (!forwardedBy.IsEmpty && ForwardRefusal(recipient) is { } refusal)
            {
                // Also where a contact of ours stands between the forward and the outside.
                Add(refusal);
            }
            else if (visited.Add(recipient))
            {
                // What resolution sends out is the site's own sending: it takes the first place of its site (rule 2).
                var own = new Origin.OwnMail();
                Add(Router.Outward(Organization, here, own, Position.Of(Organization, here, own), from, recipient));
            }
        }
        else if (snapshot.Recipient(here, recipient) is { } found)
        {
            if (visited.Add(found.Record.Address))
            {
                Serve(found);
            }
        }
        else
        {
            VisitUnknown(recipient);
        }
    }

    private void VisitUnknown(EmailAddress recipient)
    {
        var domain = Organization.Accepted(recipient.Domain);
        if (domain?.TypeAt(here) == DomainType.InternalRelay && domain.UnknownTo is { } target && target != here)
        {
            // Members and forwards are found when the message is here: they go on, and who gets them says no.
            if (recipient == asked && Router.ForeignRefusal(snapshot, domain, origin, recipient) is { } unconfirmed)
            {
                Add(unconfirmed);
                return;
            }

            if (Mark(recipient, version: 0) is { } refusal)
            {
                Add(refusal);
                return;
            }

            Add(Towards(target, recipient, "An internal-relay domain passes on what it does not know."));
        }
        else
        {
            // A member or a forward was named by this very copy: one that it lacks fails alone, whatever its age.
            Add(recipient == asked
                ? Router.Unknown(snapshot, origin, recipient)
                : Router.NoSuch(Organization, origin, recipient));
        }
    }

    private void Serve(Found found)
    {
        if (Restriction.Refusal(snapshot, here, origin, position, from, found) is { } restricted)
        {
            Add(restricted);
            return;
        }

        if (Doors.Unproved(snapshot, origin, found.Record.Address) is { } unproved)
        {
            // Nothing is served in such a domain, by whichever address it is asked for.
            Add(unproved);
            return;
        }

        if (Mark(found.Record.Address, found.Record.Version) is { } refusal)
        {
            Add(refusal);
            return;
        }

        if ((found.Record.Site ?? Organization.DefaultHome) is not { } home)
        {
            Add(Hop.Refuse(found.Address, Reason.NoRoute, "1", "No site can hold the mailbox."));
        }
        else if (home != here)
        {
            Add(Towards(home, found.Address, $"The record's home is {home}."));
        }
        else
        {
            ServeAtHome(found.Record);
        }
    }

    private void ServeAtHome(Recipient record)
    {
        switch (record.Kind)
        {
            case RecipientKind.Group:
                Add(Hop.Do(HopAction.Expand, record.Address, "1", $"A group of {record.Members.Length}."));
                VisitMembers(record);
                break;
            case RecipientKind.MailUser or RecipientKind.Contact when record.Target is { } target:
                Add(Hop.Do(HopAction.Forward, record.Address, "1", $"The target is {target}."));
                Visit(target);
                break;
            case RecipientKind.MailUser or RecipientKind.Contact:
                Add(Hop.Refuse(record.Address, Reason.NoRoute, "1", "The record has no target address."));
                break;
            default:
                ServeMailbox(record);
                break;
        }
    }

    private void ServeMailbox(Recipient record)
    {
        if (record.Forward.IsEmpty || record.Keep)
        {
            Add(Hop.Do(HopAction.Deliver, record.Address, "1", "The mailbox is here."));
        }

        if (record.Forward.IsEmpty)
        {
            return;
        }

        if (served.WasDeliveredTo(record.Address))
        {
            // It went out by this forward before, and somebody sent it back (rule 5).
            if (!record.Keep)
            {
                Add(Loop(record.Address, "The message bears the Delivered-To of this mailbox, which forwards."));
            }

            return;
        }

        Add(Hop.Do(HopAction.Forward, record.Address, "1",
            record.Keep ? "The mailbox forwards and keeps." : "The mailbox forwards and keeps nothing."));
        var before = forwardedBy;
        forwardedBy = before.Add(record.Address);
        foreach (var target in record.Forward)
        {
            Visit(target);
        }

        forwardedBy = before;
    }

    // Whatever forbids it wins.
    private Hop? ForwardRefusal(EmailAddress target) =>
        !Organization.ForwardingOutside
            ? Hop.Refuse(target, Reason.ForwardingOutsideIsOff, "1", "The file says forwarding outside: no.")
        : !Organization.Remote(target.Domain).Forwarding
            ? Hop.Refuse(target, Reason.ForwardingToDomainIsOff, "1", "Its remote domain says forwarding: no.")
        : null;

    private void VisitMembers(Recipient group)
    {
        if (group.Members.IsEmpty)
        {
            Add(Hop.Refuse(group.Address, Reason.NoRoute, "1", "The group has no members."));
        }

        foreach (var member in group.Members)
        {
            Visit(member);
        }
    }

    private Hop Towards(SiteName site, EmailAddress recipient, string why) =>
        InternalWay.Towards(Organization.Flow, position, here, site, recipient, why);

    // Rule 5: the same recipient under the same version served here a second time is a loop.
    private Hop? Mark(EmailAddress recipient, long version)
    {
        var mark = new ServedMark(here, recipient, version);
        if (served.Contains(mark))
        {
            return Loop(recipient, $"{here} served {recipient} under version {version} before.");
        }

        if (served.HighestVersion(recipient) > version)
        {
            return Hop.Refuse(recipient, Reason.RecordTooOld, "5", "The copy of the directory here is behind.");
        }

        marks.Add(mark);
        return null;
    }

    private Hop Loop(EmailAddress recipient, string why) => Hop.Refuse(
        recipient, Organization[here].Kind == SiteKind.Cloud ? Reason.LoopAtCloud : Reason.Loop, "5", why);
}
