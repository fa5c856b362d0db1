using Causeway.Admin;
using Causeway.Configuration;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Smtp.Client;
using Causeway.Transport.Identity;

namespace Causeway.Running;

/// <summary>
/// Where keys lie. The authority's beside the topology file and on no running site; a site's leaf first beside the file
/// (where it is issued), then in the site's data folder (where it is used). Where files of several organizations lie
/// together, the first has the plain names and the others' keys bear the organization's name.
/// </summary>
internal static class Identities
{
    /// <summary>The age at which a leaf is to be renewed: a third of its life is left for it.</summary>
    public static readonly TimeSpan RenewalAge = TimeSpan.FromDays(60);

    public static string AuthorityPath(TopologyFile topology)
    {
        var (folder, name) = (FolderOf(topology.Path), topology.Organization.Name);
        return Choose(Path.Combine(folder, "authority.key"), Path.Combine(folder, $"authority.{name}.key"), path =>
        {
            using var authority = OrganizationAuthority.Load(path);
            return authority.IsOf(name);
        });
    }

    public static string IssuedPath(TopologyFile topology, SiteName site)
    {
        var (folder, name) = (Path.Combine(FolderOf(topology.Path), "identities"), topology.Organization.Name);
        return Choose(Path.Combine(folder, $"{site}.key"), Path.Combine(folder, $"{site}.{name}.key"), path =>
            Bears(path, Attribution.Uri(name, site)));
    }

    /// <summary>
    /// Where the identity of a site in an organization lies, in the site's data folder.
    /// </summary>
    public static string PathIn(SiteFolder folder, string organization, SiteName site) => Choose(
        folder.Identity, folder.IdentityIn(organization), path => Bears(path, Attribution.Uri(organization, site)));

    /// <summary>
    /// Issues leaves for sites beside the file and makes the authority where there is none; the paths.
    /// </summary>
    /// <param name="onlyDue">True leaves alone what is younger than <see cref="RenewalAge"/>.</param>
    public static IReadOnlyList<string> Issue(
        TopologyFile topology, IEnumerable<Site> sites, bool onlyDue, TimeProvider clock)
    {
        var authorityPath = AuthorityPath(topology);
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
            var path = IssuedPath(topology, site.Name);
            if (onlyDue && !IsDue(path, clock))
            {
                continue;
            }

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
        var path = PathIn(folder, topology.Organization.Name, site);
        var issued = IssuedPath(topology, site);
        if (File.Exists(issued) && File.GetLastWriteTimeUtc(issued) > File.GetLastWriteTimeUtc(path)
            && Bears(issued, wanted))
        {
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
        var path = PathIn(folder, topology.Organization.Name, site);
        if (File.Exists(path) || File.Exists(IssuedPath(topology, site)))
        {
            return Load(topology, site, folder);
        }

        using var authority = AuthorityOfLab(Path.GetDirectoryName(folder.Path)!, topology.Organization, clock);
        using var identity = authority.Issue(topology.Organization, topology.Organization[site], clock);
        identity.Save(path);
        return SiteIdentity.Load(path);
    }

    /// <summary>The authority of an organization in a lab's data folder, made on first use.</summary>
    public static OrganizationAuthority AuthorityOfLab(
        string dataFolder, Organization organization, TimeProvider clock)
    {
        var path = LabAuthorityPath(dataFolder, organization);
        if (!File.Exists(path))
        {
            MakeOnce(organization.Name, path, clock);
        }

        return OrganizationAuthority.Load(path);
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

    // The name of the organization's own where there is such a file; else the plain one, if nobody else has it.
    private static string Choose(string plain, string named, Func<string, bool> isOurs) =>
        !File.Exists(named) && (!File.Exists(plain) || isOurs(plain)) ? plain : named;

    private static bool IsDue(string path, TimeProvider clock)
    {
        if (!File.Exists(path))
        {
            return true;
        }

        using var identity = SiteIdentity.Load(path);
        return clock.GetUtcNow() - identity.Leaf.NotBefore.ToUniversalTime() >= RenewalAge;
    }

    private static bool Bears(string path, string uri)
    {
        using var identity = SiteIdentity.Load(path);
        return Bears(identity, uri);
    }

    private static bool Bears(SiteIdentity identity, string uri) =>
        CertificateNames.Uris(identity.Leaf).Contains(uri, StringComparer.Ordinal);

    private static string FolderOf(string topologyFile) => Path.GetDirectoryName(Path.GetFullPath(topologyFile))!;
}
