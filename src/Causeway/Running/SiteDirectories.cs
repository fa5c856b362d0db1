using System.Collections.Immutable;
using Causeway.Auditing;
using Causeway.Configuration;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Directories;
using Causeway.Keeping;
using Causeway.Transport;
using Causeway.Watching;
using Causeway.Watching.Ledgers;

namespace Causeway.Running;

/// <summary>
/// The directories of the organizations that a site serves. Where the site is a directory's primary, the recipients
/// file is one of those who change it; where another Causeway is, the file counts until the first word from there;
/// where a site of another platform is, the file is the directory.
/// </summary>
internal sealed class SiteDirectories : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Tenants tenants;
    private readonly SiteName here;
    private readonly CopyLedger copies;
    private readonly ITimer timer;

    public SiteDirectories(
        DirectoryStore store, Tenants tenants, SiteName here, CopyLedger copies, TimeProvider clock)
    {
        Store = store;
        this.tenants = tenants;
        this.here = here;
        this.copies = copies;
        store.Changed += Publish;
        timer = clock.CreateTimer(_ => LookAtAges(), null, Interval, Interval);
    }

    public DirectoryStore Store { get; }

    public bool IsPrimaryOf(Organization organization) => organization.Directory == here;

    /// <summary>True where another site tells this one what its directory holds.</summary>
    public bool IsCopyOf(Organization organization) =>
        !IsPrimaryOf(organization) && organization[organization.Directory].Platform == Platform.Causeway;

    /// <summary>
    /// True where this site looks for the proofs of the organization's domains: it keeps the directory, or another
    /// platform does, which tells nobody.
    /// </summary>
    public bool ProvesDomainsOf(Organization organization) => !IsCopyOf(organization);

    /// <summary>Every site of the organization that is told the directory by this one.</summary>
    public IEnumerable<Site> CopiesOf(Organization organization) => IsPrimaryOf(organization)
        ? organization.Sites.Where(site => site.Name != here && site.Platform == Platform.Causeway)
        : [];

    /// <summary>What routes the mail of an organization whose files say this.</summary>
    public IRecipientDirectory InForce(TopologyFile topology) =>
        Kept(topology) ?? (IRecipientDirectory)topology.Recipients;

    /// <summary>What the mail of an organization whose files say this is routed by.</summary>
    public Snapshot SnapshotOf(TopologyFile topology) => new(topology.Organization, InForce(topology))
    {
        IsRecipientsStale = IsOld(topology.Organization),
        Unproved = Unproved(topology.Organization, Store.StateOf(topology.Organization.Name)),
    };

    /// <summary>The directories as the site has them; what is seen to be old is treated so.</summary>
    public ImmutableArray<DirectorySeen> See()
    {
        LookAtAges();
        return [.. tenants.All.Select(tenant => See(tenant.Organization))];
    }

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
    public void Take(IEnumerable<TopologyFile> topologies, Action<TopologyFile, string> refused) =>
        Take(topologies, (_, _, _) => null, refused);

    /// <summary>
    /// The same for what was written while the site did not run: a list that lost most of its rows is refused, and what
    /// is taken is recorded.
    /// </summary>
    public void TakeAtStart(
        IEnumerable<TopologyFile> topologies, AuditLog audit, Action<TopologyFile, string> refused) =>
        Take(topologies, (file, state, changes) =>
        {
            var gone = changes.Count(change => change.Entry.Record is null);
            if (RecipientsWatch.HasLostMost(state.Count, gone))
            {
                return $"It lost {gone} of {state.Count} recipients; if that is meant, say `causeway reload`.";
            }

            if (state.KnowsRecipients)
            {
                audit.Append(
                    $"whoever wrote the file, seen by {SystemUser.OfProcess()}", "recipients.taken",
                    $"{file.Organization.Name}: {file.RecipientsPath}", $"{state.Count} recipients",
                    $"{changes.Length} changed while the site did not run, {gone} of them removed");
            }

            return null;
        }, refused);

    /// <summary>
    /// Counts as proved what the site served before domains were proved, so that no mail is refused by an upgrade.
    /// </summary>
    /// <param name="version">That of the site's data; null where there are none yet.</param>
    public void TakeOverDomains(int? version, IEnumerable<Organization> served, DateTimeOffset at)
    {
        foreach (var organization in version < DataFormat.SinceProofs ? served : [])
        {
            ImmutableArray<DomainChange> domains =
            [
                .. organization.PublicDomains.Where(domain => domain.Verify).Select(domain => new DomainChange(
                    domain.Name, new DomainProof(ProofSource.Upgrade, at, null, null))),
            ];
            if (ProvesDomainsOf(organization))
            {
                Store.ChangeDomains(organization.Name, state =>
                    [.. domains.Where(domain => !state.Domains.ContainsKey(domain.Domain))]);
            }
            else if (Store.StateOf(organization.Name).Domains.IsEmpty)
            {
                Store.AssumeDomains(organization.Name, domains);
            }
        }
    }

    private void Take(
        IEnumerable<TopologyFile> topologies,
        Func<TopologyFile, DirectoryState, ImmutableArray<DirectoryChange>, string?> objection,
        Action<TopologyFile, string> refused)
    {
        var files = topologies.Where(TakesFile).ToDictionary(file => file.Organization.Name, StringComparer.Ordinal);
        Store.Change(files.Keys, (organization, state) =>
        {
            var file = files[organization];
            var judged = Judge(file, state);
            var why = !judged.Faults.IsEmpty ? string.Join(" ", judged.Faults.Take(3))
                : judged.Changes.IsEmpty ? null
                : objection(file, state, judged.Changes);
            if (why is not null)
            {
                refused(file, why);
                return [];
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
    public void Heard(string organization, string? why)
    {
        copies.Heard(organization, why);
        if (tenants.Named(organization) is { } tenant)
        {
            LookAtAge(tenant);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync().ConfigureAwait(false);
        Store.Changed -= Publish;
        Store.Dispose();
    }

    private void LookAtAges()
    {
        foreach (var tenant in tenants.All)
        {
            LookAtAge(tenant);
        }
    }

    private void LookAtAge(Tenant tenant)
    {
        if (tenant.Snapshots.Current.IsRecipientsStale != IsOld(tenant.Organization))
        {
            tenant.Snapshots.Change(snapshot => snapshot with { IsRecipientsStale = IsOld(snapshot.Organization) });
        }
    }

    private bool IsOld(Organization organization) =>
        IsCopyOf(organization) && copies.IsOld(organization.Name, organization.DirectoryStaleAfter);

    private DirectorySeen See(Organization organization)
    {
        var (name, keptBy) = (organization.Name, organization.Directory.Value);
        var change = Store.StateOf(name).Position.Number;
        return IsCopyOf(organization)
            ? copies.Copy(name, keptBy, change, organization.DirectoryStaleAfter)
            : new DirectorySeen(name, keptBy, change);
    }

    private bool TakesFile(TopologyFile topology) =>
        IsPrimaryOf(topology.Organization) && !topology.RecipientsAreAssumed;

    private DirectoryState? Kept(TopologyFile topology)
    {
        var organization = topology.Organization;
        var state = Store.StateOf(organization.Name);
        return IsKept(organization) && state.KnowsRecipients ? state : null;
    }

    private bool IsKept(Organization organization) => IsPrimaryOf(organization) || IsCopyOf(organization);

    private static DirectoryJudgement Judge(TopologyFile topology, DirectoryState state) =>
        DirectoryJudgement.Of(state, FileRows.Edits(state, topology.Recipients.Rows));

    private void Publish(string organization, DirectoryState state) =>
        tenants.Named(organization)?.Snapshots.Change(snapshot => snapshot with
        {
            Recipients = IsKept(snapshot.Organization) && state.KnowsRecipients ? state : snapshot.Recipients,
            Unproved = Unproved(snapshot.Organization, state),
        });

    private static ImmutableHashSet<DomainName> Unproved(Organization organization, DirectoryState state) =>
    [
        .. organization.PublicDomains.Where(domain => domain.Verify).Select(domain => domain.Name)
            .Where(domain => !state.Domains.ContainsKey(domain)),
    ];
}
