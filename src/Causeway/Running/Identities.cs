using Causeway.Admin;
using Causeway.Configuration;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Smtp.Client;
using Causeway.Transport.Identity;

namespace Causeway.Running;

/// <summary>
/// Where keys lie. The authority's beside the topology file and on no running site; a site's leaf first beside the file
/// (where it is issued), then in the site's data folder (where it is used).
/// </summary>
internal static class Identities
{
    public static string AuthorityPath(string topologyFile) => Path.Combine(FolderOf(topologyFile), "authority.key");

    public static string IssuedPath(string topologyFile, SiteName site) =>
        Path.Combine(FolderOf(topologyFile), "identities", $"{site}.key");

    /// <summary>
    /// Issues leaves for sites beside the file and makes the authority where there is none; the paths.
    /// </summary>
    public static IReadOnlyList<string> Issue(TopologyFile topology, IEnumerable<Site> sites, TimeProvider clock)
    {
        var authorityPath = AuthorityPath(topology.Path);
        var written = new List<string>();
        if (!File.Exists(authorityPath))
        {
            using var made = OrganizationAuthority.Create(topology.Organization.Name, clock);
            made.Save(authorityPath);
            written.Add(authorityPath);
        }

        using var authority = OrganizationAuthority.Load(authorityPath);
        foreach (var site in sites)
        {
            var path = IssuedPath(topology.Path, site.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var identity = authority.Issue(topology.Organization, site, clock);
            identity.Save(path);
            written.Add(path);
        }

        return written;
    }

    /// <summary>
    /// The identity of a site: the newest of the one in its data folder and the one issued beside the file.
    /// </summary>
    public static SiteIdentity Load(TopologyFile topology, SiteName site, SiteFolder folder)
    {
        var wanted = Attribution.Uri(topology.Organization.Name, site);
        var path = PathIn(folder, topology.Organization.Name, wanted);
        var issued = IssuedPath(topology.Path, site);
        if (File.Exists(issued) && File.GetLastWriteTimeUtc(issued) > File.GetLastWriteTimeUtc(path))
        {
            SiteIdentity.Load(issued).Dispose();
            PrivateFile.Write(path, File.ReadAllText(issued));
        }

        if (!File.Exists(path))
        {
            throw new IOException(
                $"{site} has no identity: neither {path} nor {issued} exists. "
                + "Issue one where the authority's key lies, "
                + $"with `causeway identity {topology.Path} --site {site}`, and copy it to {path}.");
        }

        var identity = SiteIdentity.Load(path);
        if (!Bears(identity, wanted))
        {
            identity.Dispose();
            throw new IOException(
                $"{path} is no identity of {wanted}. Issue one with "
                + $"`causeway identity {topology.Path} --site {site}`, and copy it there.");
        }

        return identity;
    }

    /// <summary>The identity of a lab's site, of an authority of the lab that is made on first use.</summary>
    public static SiteIdentity LoadOfLab(TopologyFile topology, SiteName site, SiteFolder folder, TimeProvider clock)
    {
        var path = PathIn(
            folder, topology.Organization.Name, Attribution.Uri(topology.Organization.Name, site));
        if (File.Exists(path) || File.Exists(IssuedPath(topology.Path, site)))
        {
            return Load(topology, site, folder);
        }

        var authorityPath = LabAuthorityPath(Path.GetDirectoryName(folder.Path)!, topology.Organization);
        if (!File.Exists(authorityPath))
        {
            MakeOnce(topology.Organization.Name, authorityPath, clock);
        }

        using var authority = OrganizationAuthority.Load(authorityPath);
        using var identity = authority.Issue(topology.Organization, topology.Organization[site], clock);
        identity.Save(path);
        return SiteIdentity.Load(path);
    }

    /// <summary>
    /// Where the identity of a site in an organization lies: in the file that bears the organization's name, or in the
    /// one without a name, which is that of the organization with which the site was first started.
    /// </summary>
    public static string PathIn(SiteFolder folder, string organization, string uri)
    {
        var own = folder.IdentityIn(organization);
        if (File.Exists(own))
        {
            return own;
        }

        if (!File.Exists(folder.Identity))
        {
            return folder.Identity;
        }

        using var first = SiteIdentity.Load(folder.Identity);
        return Bears(first, uri) ? folder.Identity : own;
    }

    public static string LabAuthorityPath(string dataFolder, Organization organization) =>
        Path.Combine(dataFolder, $"{organization.Name}-authority.key");

    // Sites of a lab that start at once agree on the authority that was first in its place.
    private static void MakeOnce(string organization, string path, TimeProvider clock)
    {
        var mine = $"{path}.{Environment.ProcessId}";
        using var made = OrganizationAuthority.Create(organization, clock, isOfLab: true);
        made.Save(mine);
        try
        {
            File.Move(mine, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(mine);
        }
    }

    private static bool Bears(SiteIdentity identity, string uri) =>
        CertificateNames.Uris(identity.Leaf).Contains(uri, StringComparer.Ordinal);

    private static string FolderOf(string topologyFile) => Path.GetDirectoryName(Path.GetFullPath(topologyFile))!;
}
