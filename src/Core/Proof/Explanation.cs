using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Proof;

/// <summary>Answers «what happens to mail from A to B?» by one walk.</summary>
public static class Explanation
{
    /// <summary>
    /// Where <paramref name="at"/> is null: a submission at the site of the sender's mailbox if the sender is ours,
    /// else
    /// a stranger from the Internet. At a site: a submission by our sender there, or a stranger who knocks at its door.
    /// Null where nothing comes in from the Internet.
    /// </summary>
    public static Path? Explain(Snapshot snapshot, ReversePath from, EmailAddress to, Place? at)
    {
        var organization = snapshot.Organization;
        var sender = from.Address is { } address ? snapshot.Recipients.Lookup(address)?.Record : null;
        var home = sender is { HoldsMail: true } ? sender.Site ?? organization.DefaultHome : null;
        var toClass = organization.Accepted(to.Domain) is null ? RecipientClass.Outside : RecipientClass.Known;

        Start? start = (at, home) switch
        {
            (null, { } site) => Submission(site),
            ({ Site: { } site }, not null) when organization[site].CanHoldMailboxes => Submission(site),
            ({ Site: { } site }, _) => Stranger(site, $"internet, straight to {site}"),
            _ => organization.FirstInbound is { } first ? Stranger(first, Place.InternetName) : null,
        };
        var explained = snapshot with
        {
            Returns = ReturnAddresses.AsClaimed, Foreign = ForeignRecipients.Saying(ForeignAnswer.Exists),
        };
        return start is null ? null : new Walker(explained, Router.Route).Walk(start);

        Start Submission(SiteName site) => new(OriginClass.Submission, $"submission at {site}", site,
            new Origin.Submission(sender!.Address), from, to, toClass);

        Start Stranger(SiteName site, string name) => new(OriginClass.Internet, name, site,
            new Origin.Stranger(IPAddress.None), from, to, toClass);
    }
}
