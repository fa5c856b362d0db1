using System.Collections.Immutable;
using System.Net;
using Causeway.Configuration;
using Causeway.Core.Addresses;
using Causeway.Core.Proof;
using Causeway.Core.Topology;

namespace Causeway.Lab;

/// <summary>
/// A topology as the lab can play it: the same domains, arrows and recipients; each site on a loopback address of its
/// own, run by Causeway whatever its platform, and known by a certificate of the lab's authority.
/// </summary>
internal static class Loopback
{
    private const int SitesOfAKind = 10;

    public static TopologyFile Bring(TopologyFile topology, string path)
    {
        var organization = topology.Organization;
        var places = new Dictionary<SiteKind, int>();
        var sites = ImmutableArray.CreateBuilder<Site>(organization.Sites.Length);
        foreach (var site in organization.Sites)
        {
            var place = places[site.Kind] = places.GetValueOrDefault(site.Kind) + 1;
            sites.Add(Bring(site, place - 1));
        }

        return topology with
        {
            Organization = organization with
            {
                Sites = sites.MoveToImmutable(),
                Connectors = [.. organization.Connectors.Select(connector => connector with { Certificate = null })],
            },
            Path = path,
        };
    }

    /// <summary>The outside with every address outside that the organization, or the lab itself, writes to.</summary>
    public static TopologyFile Welcome(TopologyFile outside, TopologyFile inside)
    {
        var own = inside.Organization;
        if (own.Domains.FirstOrDefault(domain => IsOutsides(domain.Name)) is { } taken)
        {
            throw new IOException(
                $"{taken.Name} plays the outside in the lab; rehearse with another name for your domain.");
        }

        var addresses = inside.Recipients.Rows
            .SelectMany(row => row.Members.Concat(row.Forward).Concat(row.Target is { } target ? [target] : []))
            .Append(RecipientClasses.Outside)
            .Where(address => !own.IsOurs(address.Domain))
            .Distinct().ToList();
        var domains = addresses.Select(address => address.Domain).Distinct().Where(domain => !IsOutsides(domain))
            .Select(domain => new AcceptedDomain { Name = domain, Type = DomainType.Authoritative });
        var mailboxes = addresses.Where(address => outside.Recipients.Find(address) is null)
            .Select(address => new Recipient { Address = address, Kind = RecipientKind.Mailbox });
        return outside with
        {
            Organization = outside.Organization with { Domains = [.. outside.Organization.Domains, .. domains] },
            Recipients = new RecipientTable([.. outside.Recipients.Rows, .. mailboxes]),
        };

        bool IsOutsides(DomainName domain) => outside.Organization.Accepted(domain) is not null;
    }

    private static Site Bring(Site site, int place)
    {
        if (place >= SitesOfAKind)
        {
            throw new IOException($"The lab has addresses for {SitesOfAKind} sites of a kind; {site.Name} is beyond.");
        }

        var first = site.Kind switch
        {
            SiteKind.Filter => LabHosts.Filter,
            SiteKind.Cloud => LabHosts.Cloud,
            _ => LabHosts.Office,
        };
        var address = LabHosts.Numbered(first.GetAddressBytes()[3] + place);
        return site with
        {
            Host = site.Host.StartsWith('[') ? $"[{address}]" : site.Host,
            Addresses = [new IPNetwork(address, 32)],
            Listen = [new IPEndPoint(address, LabHosts.MtaPort)],
            Replication = [new IPEndPoint(address, Site.DefaultReplicationPort)],
            Submission = site.CanHoldMailboxes ? [new IPEndPoint(address, LabHosts.SubmissionPort)] : [],
            Submissions = site.CanHoldMailboxes ? [new IPEndPoint(address, LabHosts.SubmissionsPort)] : [],
            Platform = Platform.Causeway,
            Certificate = null,
        };
    }
}
