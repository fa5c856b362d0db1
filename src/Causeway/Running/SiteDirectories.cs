using System.Collections.Concurrent;
using System.Collections.Immutable;
using Causeway.Configuration;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Directories;
using Causeway.Transport;

namespace Causeway.Running;

/// <summary>
/// The directories of the organizations that a site serves. Where the site is a directory's primary, the recipients
/// file is one of those who change it; where another Causeway is, the file counts until the first word from there;
/// where a site of another platform is, the file is the directory.
/// </summary>
internal sealed class SiteDirectories : IAsyncDisposable
{
    private readonly Tenants tenants;
    private readonly SiteName here;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, CopyHeard> heard = new(StringComparer.Ordinal);

    public SiteDirectories(DirectoryStore store, Tenants tenants, SiteName here, TimeProvider clock)
    {
        Store = store;
        this.clock = clock;
        this.tenants = tenants;
        this.here = here;
        store.Changed += Publish;
    }

    public DirectoryStore Store { get; }

    public bool IsPrimaryOf(Organization organization) => organization.Directory == here;

    /// <summary>True where another site tells this one what its directory holds.</summary>
    public bool IsCopyOf(Organization organization) =>
        !IsPrimaryOf(organization) && organization[organization.Directory].Platform == Platform.Causeway;

    /// <summary>Every site of the organization that is told the directory by this one.</summary>
    public IEnumerable<Site> CopiesOf(Organization organization) => IsPrimaryOf(organization)
        ? organization.Sites.Where(site => site.Name != here && site.Platform == Platform.Causeway)
        : [];

    /// <summary>What routes the mail of an organization whose files say this.</summary>
    public IRecipientDirectory InForce(TopologyFile topology) =>
        Kept(topology) ?? (IRecipientDirectory)topology.Recipients;

    /// <summary>The rows of what routes somebody's mail.</summary>
    public static RecipientTable Table(IRecipientDirectory recipients) =>
        recipients is DirectoryState state ? state.ToTable() : (RecipientTable)recipients;

    /// <summary>What would be in force once the files are taken as they are.</summary>
    /// <exception cref="ConfigurationException">The recipients file contradicts what is in the directory.</exception>
    public RecipientTable Preview(TopologyFile topology)
    {
        var organization = topology.Organization;
        if (!TakesFile(topology))
        {
            return Table(InForce(topology));
        }

        var state = Store.StateOf(organization.Name);
        var judged = Judge(topology, state);
        return judged.Faults.IsEmpty
            ? state.After(new DirectoryBatch(organization.Name, state.Position, false, judged.Changes)).ToTable()
            : throw new ConfigurationException(
                $"{topology.RecipientsPath} contradicts the directory: {string.Join(" ", judged.Faults.Take(3))}");
    }

    /// <summary>
    /// Takes what the recipients files say that is new, in one step for all; what contradicts the directory is handed
    /// to <paramref name="refused"/> and left out. An <see cref="IOException"/> says that nothing was taken.
    /// </summary>
    public void Take(IEnumerable<TopologyFile> topologies, Action<TopologyFile, string> refused)
    {
        var files = topologies.Where(TakesFile).ToDictionary(file => file.Organization.Name, StringComparer.Ordinal);
        Store.Change(files.Keys, (organization, state) =>
        {
            var judged = Judge(files[organization], state);
            if (!judged.Faults.IsEmpty)
            {
                refused(files[organization], string.Join(" ", judged.Faults.Take(3)));
            }

            return judged.Changes;
        });
    }

    /// <summary>Takes a recipients file that was read anew, for the mail from now on.</summary>
    /// <exception cref="IOException">It could not be taken; what was in force stays.</exception>
    public void Put(Tenant tenant, TopologyFile read)
    {
        if (TakesFile(read))
        {
            Take([read], (file, why) =>
                throw new IOException($"{file.RecipientsPath} contradicts the directory: {why}"));
        }
        else
        {
            tenant.Snapshots.Change(snapshot => snapshot with { Recipients = InForce(read) });
        }
    }

    /// <summary>The primary said that the copy is what it has; or, with a reason, it could not be asked.</summary>
    public void Heard(string organization, string? why) => heard[organization] = why is null
        ? new CopyHeard(clock.GetUtcNow(), null)
        : heard.GetValueOrDefault(organization, new CopyHeard(null, null)) with { Why = why };

    public ValueTask DisposeAsync()
    {
        Store.Changed -= Publish;
        Store.Dispose();
        return ValueTask.CompletedTask;
    }

    private bool TakesFile(TopologyFile topology) =>
        IsPrimaryOf(topology.Organization) && !topology.RecipientsAreAssumed;

    private DirectoryState? Kept(TopologyFile topology)
    {
        var organization = topology.Organization;
        var state = Store.StateOf(organization.Name);
        return (IsPrimaryOf(organization) || IsCopyOf(organization)) && state.Position != DirectoryPosition.Start
            ? state : null;
    }

    private static DirectoryJudgement Judge(TopologyFile topology, DirectoryState state) =>
        DirectoryJudgement.Of(state, FileRows.Edits(state, topology.Recipients.Rows));

    private void Publish(string organization, DirectoryState state) =>
        tenants.Named(organization)?.Snapshots.Change(snapshot => snapshot with { Recipients = state });
}

/// <summary>When a primary last said that the copy here is what it has; why it cannot be asked, if it cannot.</summary>
internal sealed record CopyHeard(DateTimeOffset? At, string? Why);
