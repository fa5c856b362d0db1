using System.Net;
using Causeway.Admin;
using Causeway.Configuration;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Running;
using Causeway.Transport;
using Causeway.Transport.Domains;
using Causeway.Transport.Identity;
using Causeway.Transport.Submission;
using Microsoft.Extensions.Logging;

namespace Causeway.Lab;

/// <summary>
/// The whole lab in one process: DNS, the outside organization, filter, cloud and office. The sites share no object:
/// each reads the file itself, has its own folder, key and log, and speaks to the others through sockets only.
/// </summary>
internal sealed class LabSystem : IAsyncDisposable
{
    private static readonly TimeSpan LongestProof = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly LabWorld world;
    private readonly ILoggerFactory loggers;
    private LabDns? dns;
    private EchoAgent? echo;

    private LabSystem(LabFolder folder, LabWorld world, ILoggerFactory loggers)
    {
        this.world = world;
        this.loggers = loggers;
        Folder = folder;
        Topology = world.Inside();
        Outside = world.Outside();
    }

    public LabFolder Folder { get; }

    /// <summary>The organization under test.</summary>
    public TopologyFile Topology { get; }

    /// <summary>The outside organization, whose one site plays the Internet's mail server.</summary>
    public TopologyFile Outside { get; }

    public Dictionary<SiteName, SiteHost> Sites { get; } = [];

    /// <summary>A list server of the Internet.</summary>
    public LabList List { get; } = new();

    /// <summary>What the logs of all sites say, as they say it.</summary>
    public FactStream Facts { get; } = new();

    /// <summary>The address from which the organization may be seen outside: the last site of outbound.</summary>
    public IPAddress? WayOut => Topology.Organization.Flow.Outbound is { Length: > 1 } way && way[^2].Site is { } last
        ? Topology.Organization[last].Listen[0].Address
        : null;

    public SiteName OutsideSite => Outside.Organization.Sites[0].Name;

    public static async Task<LabSystem> StartAsync(
        LabFolder folder, LabWorld world, ILoggerFactory loggers, CancellationToken ct)
    {
        var lab = new LabSystem(folder, world, loggers);
        try
        {
            lab.SetPasswords();
            lab.dns = LabDns.Start(LabHosts.Dns, new LabZone(
                [lab.Topology.Organization, lab.Outside.Organization, world.Newcomer().Organization], lab.OutsideSite,
                lab.List, [.. lab.SigningKeys(), .. lab.Proofs()]));
            foreach (var site in lab.Topology.Organization.Sites.Concat(lab.Outside.Organization.Sites))
            {
                await lab.StartAsync(site.Name, ct).ConfigureAwait(false);
            }

            await lab.VerifyAsync(ct).ConfigureAwait(false);
            lab.echo = new EchoAgent(lab.Sites[lab.OutsideSite], folder.Site(lab.OutsideSite.Value));
            lab.WriteAuthority();
            folder.Describe([lab.Topology, lab.Outside]);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Publishes the proof of a domain, as its owner does.</summary>
    public void Publish(DomainToken token) => dns!.Publish(LabZone.Text(token.Domain.Value, token.Text));

    /// <summary>Starts a site, for the first time or again with the data that it left.</summary>
    public async Task StartAsync(SiteName name, CancellationToken ct)
    {
        // Read again for each: a site's copy of the file and of the directory is its own.
        var sources = new SiteSources(
            name, MakeFolder(name), SiteSettings.Lab, TimeProvider.System, () => [world.Of(name)])
        {
            Heard = Facts.Of(name),
        };
        var host = await SiteHost.StartAsync(sources, loggers, ct).ConfigureAwait(false);
        Sites.Add(name, host);
    }

    /// <summary>Stops a site in good order; what it has stays in its folder.</summary>
    public async Task StopAsync(SiteName name)
    {
        Sites.Remove(name, out var host);
        await host!.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        if (echo is not null)
        {
            await echo.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var site in Sites.Values)
        {
            await site.DisposeAsync().ConfigureAwait(false);
        }

        List.Dispose();
        dns?.Dispose();
    }

    // The owners of both domains have published their proofs; the domain of the newcomer is to be proved yet.
    private IEnumerable<(string Name, string Value)> Proofs()
    {
        foreach (var organization in (Organization[])[Topology.Organization, Outside.Organization])
        {
            using var authority = Identities.AuthorityOfLab(Folder.Path, organization, TimeProvider.System);
            foreach (var domain in organization.PublicDomains)
            {
                yield return (domain.Name.Value, DomainToken.Of(authority.Certificate, domain.Name).Text);
            }
        }
    }

    // Each site looks by itself, or hears it from the one that does.
    private async Task VerifyAsync(CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(LongestProof);
        while (Unproved() is { } domain)
        {
            if (patience.IsCancellationRequested)
            {
                throw new IOException($"{domain} is not verified after {LongestProof.TotalSeconds:0} s, though the "
                    + "lab's DNS publishes its proof.");
            }

            await Task.Delay(Step, TimeProvider.System, ct).ConfigureAwait(false);
        }
    }

    private DomainName? Unproved() => Sites.Values.SelectMany(site => site.Tenants.First.Snapshot.Unproved)
        .Select(domain => (DomainName?)domain).FirstOrDefault();

    // Every mailbox has the one password, at every site that takes submissions; one derivation serves them all. The
    // password is public, so that many iterations would protect nobody; RFC 7677 asks for 4096 at the least.
    private void SetPasswords()
    {
        var keys = new Lazy<ScramKeys>(() => ScramKeys.Derive(LabHosts.Password, iterations: 4096));
        foreach (var topology in (TopologyFile[])[Topology, Outside])
        {
            foreach (var site in topology.Organization.Sites)
            {
                var folder = MakeFolder(site.Name);
                if (site.CanHoldMailboxes && !File.Exists(folder.Credentials))
                {
                    new CredentialFile(folder.Credentials).Set(
                        topology.Recipients.Rows.Where(row => row.HoldsMail).Select(row => (row.Address, keys.Value)),
                        isOfLab: true);
                }
            }
        }
    }

    private SiteFolder MakeFolder(SiteName site)
    {
        var folder = Folder.Site(site.Value);
        Directory.CreateDirectory(
            folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }

    // What the sites find in their folders is made before they start: the lab's DNS publishes it.
    private IEnumerable<(string Name, string Value)> SigningKeys() =>
        from topology in (TopologyFile[])[Topology, Outside]
        from site in topology.Organization.Sites
        let keys = DkimKeys.LoadOfLab(topology, site.Name, Folder.Site(site.Name.Value), TimeProvider.System)
        from record in keys.Records(TimeProvider.System.GetUtcNow())
        select (record.Name, record.Value);

    private void WriteAuthority()
    {
        using var authority = OrganizationAuthority.Load(
            Identities.LabAuthorityPath(Folder.Path, Topology.Organization));
        File.WriteAllText(Folder.Authority, authority.Certificate.ExportCertificatePem() + "\n");
    }
}
