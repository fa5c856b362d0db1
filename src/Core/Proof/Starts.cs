using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Proof;

/// <summary>Every origin of section 4 of the design, with every recipient that it tries.</summary>
internal sealed class Starts(
    Organization organization, IReadOnlyList<(EmailAddress To, RecipientClass Class)> recipients,
    Walker walker, EmailAddress? ownSender)
{
    private static readonly ReversePath Foreign = new(EmailAddress.Parse("someone@stranger.example"));

    private ReversePath Own => ownSender is { } address ? new ReversePath(address) : Foreign;

    public IEnumerable<Start> All() =>
        Origins().SelectMany(origin => recipients.Select(recipient => new Start(
            origin.Class, origin.Name, origin.At, origin.Seen, origin.From, recipient.To, recipient.Class)));

    /// <summary>
    /// The plainest message to an address: from the Internet, or a site's own where nothing comes in.
    /// </summary>
    public Start FromInternetOrInside(EmailAddress to)
    {
        var origin = Origins().FirstOrDefault(origin => origin.Class == OriginClass.Internet) ?? Origins().First();
        return new Start(origin.Class, origin.Name, origin.At, origin.Seen, origin.From, to, RecipientClass.Known);
    }

    private IEnumerable<OriginCase> Origins() =>
        Strangers().Concat(Sites()).Concat(Unproven()).Concat(Others()).Concat(Submissions()).Concat(OwnMail());

    private IEnumerable<OriginCase> Strangers()
    {
        foreach (var site in organization.Sites)
        {
            var isFirst = organization.FirstInbound == site.Name;
            var origin = isFirst ? OriginClass.Internet : OriginClass.BackDoor;
            var name = isFirst ? "internet" : $"internet, straight to {site.Name}";
            var seen = new Origin.Stranger();
            yield return new(origin, name, site.Name, seen, Foreign);
            yield return new(origin, $"{name}, with our reverse-path", site.Name, seen, Own);
            yield return new(origin, $"{name}, with null reverse-path", site.Name, seen, ReversePath.Null);
        }
    }

    private IEnumerable<OriginCase> Sites()
    {
        foreach (var (from, to) in organization.Flow.SiteArrows)
        {
            var seen = walker.Seen(from, to, organization.Connector(from, to));
            var name = $"site {from} to {to}";
            yield return new(OriginClass.Site, name, to, seen, Own);
            yield return new(OriginClass.Site, $"{name}, with foreign reverse-path", to, seen, Foreign);
            yield return new(OriginClass.Site, $"{name}, with null reverse-path", to, seen, ReversePath.Null);
        }
    }

    private IEnumerable<OriginCase> Unproven()
    {
        foreach (var (from, to) in organization.Flow.SiteArrows)
        {
            // A certificate that fails ends attribution, so that what is left is a stranger at the site's address.
            var seen = new Origin.Stranger(Walker.Address(organization[from]));
            yield return new(OriginClass.UnprovenSite, $"site {from} to {to}, certificate fails", to, seen, Own);
        }
    }

    private IEnumerable<OriginCase> Others()
    {
        foreach (var site in organization.Sites.Where(site => site.Kind != SiteKind.OnPremises))
        {
            var seen = new Origin.FromSite("another-organization", SiteName.Parse("office"), IdentifyBy.Certificate);
            yield return new(
                OriginClass.OtherOrganization, $"another organization at {site.Name}", site.Name, seen, Foreign);
        }
    }

    private IEnumerable<OriginCase> Submissions()
    {
        if (ownSender is not { } user)
        {
            yield break;
        }

        foreach (var site in organization.Sites.Where(site => site.CanHoldMailboxes))
        {
            var seen = new Origin.Submission(user);
            yield return new(OriginClass.Submission, $"submission at {site.Name}", site.Name, seen, Own);
        }
    }

    private IEnumerable<OriginCase> OwnMail()
    {
        var seen = new Origin.OwnMail();
        foreach (var site in organization.Sites.Where(site => site.CanHoldMailboxes))
        {
            yield return new(OriginClass.OwnMail, $"bounce made at {site.Name}", site.Name, seen, ReversePath.Null);
            if (organization.ForwardingOutside)
            {
                yield return new(OriginClass.OwnMail, $"forward carried out at {site.Name}", site.Name, seen, Foreign);
            }
        }
    }

    private sealed record OriginCase(OriginClass Class, string Name, SiteName At, Origin Seen, ReversePath From);
}
