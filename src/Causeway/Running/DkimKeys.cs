using System.Collections.Immutable;
using Causeway.Admin;
using Causeway.Configuration;
using Causeway.Core.Addresses;
using Causeway.Core.Publishing;
using Causeway.Core.Topology;
using Causeway.Transport.Signing;

namespace Causeway.Running;

/// <summary>
/// Where the keys lie by which sites sign mail: beside the topology file, where they are made
/// (<c>dkim/SITE/DOMAIN/SELECTOR.key</c>), and in the site's data folder (<c>dkim/DOMAIN/SELECTOR.key</c>). A site uses
/// both together.
/// </summary>
internal static class DkimKeys
{
    /// <summary>
    /// The rotations of a file: one for each site and domain that needs keys. New ones are made in the site's folder if
    /// it is one of these, where the site finds them, and else beside the file.
    /// </summary>
    public static IEnumerable<(Site Site, DomainName Domain, KeyRotation Rotation)> Rotations(
        TopologyFile topology, IReadOnlyList<SiteFolder> data, TimeProvider clock) =>
        from site in topology.Organization.Sites
        from domain in KeyDuties.Of(topology.Organization, site.Name)
        let beside = Beside(topology, site.Name, domain)
        let own = Of(site.Name, data) is { } folder ? new KeyFolder(folder.SigningKeys, domain) : null
        select (site, domain, new KeyRotation(site, domain, own is null ? [beside] : [own, beside], clock));

    /// <summary>Makes the first keys where there are none; the paths.</summary>
    public static IReadOnlyList<string> Issue(TopologyFile topology, TimeProvider clock) =>
    [
        .. Rotations(topology, [], clock)
            .Where(one => Beside(topology, one.Site.Name, one.Domain).Read().IsEmpty)
            .SelectMany(one => one.Rotation.Run().Made.Select(made => made.Path)),
    ];

    /// <summary>The keys that lie beside the file, and in the site's folder if it is one of these.</summary>
    public static SiteKeys Known(TopologyFile topology, SiteName site, IReadOnlyList<SiteFolder> data) =>
        Of(site, data) is { } folder
            ? Load(topology, site, folder)
            : new SiteKeys(topology.Organization, site, KeyDuties.Of(topology.Organization, site)
                .SelectMany(domain => Beside(topology, site, domain).Read()));

    /// <summary>The records that the keys of all sites need.</summary>
    public static ImmutableArray<DkimKeyRecord> Records(
        TopologyFile topology, IReadOnlyList<SiteFolder> data, DateTimeOffset now) =>
        [.. topology.Organization.Sites.SelectMany(site => Known(topology, site.Name, data).Records(now))];

    /// <summary>The keys of a running site.</summary>
    /// <exception cref="InvalidDataException">A file is no key.</exception>
    public static SiteKeys Load(TopologyFile topology, SiteName site, SiteFolder folder) => new(
        topology.Organization, site, Folders(topology, site, folder).SelectMany(keys => keys.Read()));

    /// <summary>The keys of a lab's site, which are made in its data folder where there are none.</summary>
    public static SiteKeys LoadOfLab(TopologyFile topology, SiteName site, SiteFolder folder, TimeProvider clock)
    {
        foreach (var domain in KeyDuties.Of(topology.Organization, site))
        {
            var own = new KeyFolder(folder.SigningKeys, domain);
            if (own.Read().IsEmpty && Beside(topology, site, domain).Read().IsEmpty)
            {
                new KeyRotation(topology.Organization[site], domain, [own], clock).Run();
            }
        }

        return Load(topology, site, folder);
    }

    /// <summary>Where a running site looks for keys; the folders may not be there.</summary>
    public static IEnumerable<KeyFolder> Folders(TopologyFile topology, SiteName site, SiteFolder folder) =>
        KeyDuties.Of(topology.Organization, site).SelectMany(domain => (KeyFolder[])
        [
            new KeyFolder(folder.SigningKeys, domain), Beside(topology, site, domain),
        ]);

    private static SiteFolder? Of(SiteName site, IReadOnlyList<SiteFolder> data) =>
        data.FirstOrDefault(folder => folder.Site == site.Value);

    private static KeyFolder Beside(TopologyFile topology, SiteName site, DomainName domain) => new(
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(topology.Path))!, "dkim", site.Value), domain);
}
