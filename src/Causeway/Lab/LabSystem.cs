using Causeway.Admin;
using Causeway.Configuration;
using Causeway.Core.Topology;
using Causeway.Running;
using Causeway.Transport;
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
    private readonly List<SiteIdentity> identities = [];
    private readonly ILoggerFactory loggers;
    private LabDns? dns;
    private EchoAgent? echo;

    private LabSystem(LabFolder folder, TopologyFile topology, TopologyFile outside, ILoggerFactory loggers)
    {
        this.loggers = loggers;
        Folder = folder;
        Topology = topology;
        Outside = outside;
    }

    public LabFolder Folder { get; }

    /// <summary>The organization under test.</summary>
    public TopologyFile Topology { get; }

    /// <summary>The outside organization, whose one site plays the Internet's mail server.</summary>
    public TopologyFile Outside { get; }

    public Dictionary<SiteName, SiteHost> Sites { get; } = [];

    /// <summary>What the logs of all sites say, as they say it.</summary>
    public FactStream Facts { get; } = new();

    public SiteName OutsideSite => Outside.Organization.Sites[0].Name;

    public static async Task<LabSystem> StartAsync(LabFolder folder, ILoggerFactory loggers, CancellationToken ct)
    {
        folder.Prepare();
        var lab = new LabSystem(
            folder, LabFolder.Read(folder.Topology), LabFolder.Read(folder.OutsideTopology), loggers);
        try
        {
            lab.dns = LabDns.Start(LabHosts.Dns);
            lab.SetPasswords();
            foreach (var site in lab.Topology.Organization.Sites.Concat(lab.Outside.Organization.Sites))
            {
                await lab.StartAsync(site.Name, ct).ConfigureAwait(false);
            }

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

    /// <summary>Starts a site, for the first time or again with the data that it left.</summary>
    public async Task StartAsync(SiteName name, CancellationToken ct)
    {
        // Read again for each: a site's copy of the file and of the directory is its own.
        var topology = LabFolder.Read(name == OutsideSite ? Folder.OutsideTopology : Folder.Topology);
        var siteFolder = Folder.Site(name.Value);
        var identity = Identities.LoadOfLab(topology, name, siteFolder, TimeProvider.System);
        identities.Add(identity);
        var host = await SiteHost.StartAsync(
            topology, name, siteFolder, identity, SiteSettings.Lab, loggers, TimeProvider.System, ct)
            .ConfigureAwait(false);
        Sites.Add(name, host);
        Facts.Listen(name, host.Spool);
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

        identities.ForEach(identity => identity.Dispose());
        dns?.Dispose();
        Facts.Dispose();
    }

    // Every mailbox has the one password, at every site that takes submissions; one derivation serves them all.
    private void SetPasswords()
    {
        var keys = new Lazy<ScramKeys>(() => ScramKeys.Derive(LabHosts.Password));
        foreach (var topology in (TopologyFile[])[Topology, Outside])
        {
            foreach (var site in topology.Organization.Sites)
            {
                var folder = Folder.Site(site.Name.Value);
                Directory.CreateDirectory(
                    folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                if (site.CanHoldMailboxes && !File.Exists(folder.Credentials))
                {
                    new CredentialFile(folder.Credentials).Set(
                        topology.Recipients.Rows.Where(row => row.HoldsMail).Select(row => (row.Address, keys.Value)),
                        isOfLab: true);
                }
            }
        }
    }

    private void WriteAuthority()
    {
        using var authority = OrganizationAuthority.Load(
            Identities.LabAuthorityPath(Folder.Path, Topology.Organization));
        File.WriteAllText(Folder.Authority, authority.Certificate.ExportCertificatePem() + "\n");
    }
}
