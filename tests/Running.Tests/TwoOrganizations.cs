using System.Collections.Immutable;
using Causeway.Auditing;
using Causeway.Core;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Directories;
using Causeway.Running.Domains;
using Causeway.Storage;
using Causeway.Transport;
using Causeway.Transport.Domains;
using Causeway.Transport.Forwarding;
using Causeway.Transport.Identity;
using Causeway.Transport.Tests;
using Causeway.Watching.Ledgers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Running.Tests;

/// <summary>A cloud that keeps the directories of contoso and of northwind, without any mail.</summary>
internal sealed class TwoOrganizations : IAsyncDisposable, IDomainFiles
{
    private readonly string folder;
    private readonly OrganizationAuthority contosos = OrganizationAuthority.Create("contoso", TimeProvider.System);
    private readonly OrganizationAuthority northwinds = OrganizationAuthority.Create("northwind", TimeProvider.System);
    private readonly AuditLog audit;

    private TwoOrganizations(
        string folder, ImmutableArray<string> contoso, ImmutableArray<string> northwind, DirectoryStore store,
        AuditLog audit)
    {
        this.folder = folder;
        this.audit = audit;
        var another = Some.Organization with
        {
            Name = "northwind",
            Sites =
            [
                .. Some.Organization.Sites.Select(site => site with { Host = $"northwind.{site.Host}", Mx = [] }),
            ],
        };
        Tenants = new Tenants(
            [Tenant(Some.Organization, contoso, contosos), Tenant(another, northwind, northwinds)], Some.Cloud);
        Directories = new SiteDirectories(store, Tenants, Some.Cloud, new CopyLedger(Clock), Clock);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));

    public SlowZone Dns { get; } = new();

    public Tenants Tenants { get; }

    public SiteDirectories Directories { get; }

    /// <param name="contoso">The domains of contoso's file.</param>
    /// <param name="northwind">Those of northwind's.</param>
    public static async Task<TwoOrganizations> OpenAsync(
        ImmutableArray<string> contoso, ImmutableArray<string> northwind)
    {
        var folder = Directory.CreateTempSubdirectory("causeway-running-").FullName;
        var disk = new FolderDisk(folder);
        var ct = TestContext.Current.CancellationToken;
        return new TwoOrganizations(
            folder, contoso, northwind, await DirectoryStore.OpenAsync(disk, ct),
            await AuditLog.OpenAsync(disk, TimeProvider.System, NullLogger<AuditLog>.Instance, ct));
    }

    public async ValueTask DisposeAsync()
    {
        await Directories.DisposeAsync();
        await audit.DisposeAsync();
        contosos.Dispose();
        northwinds.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    public DomainKeeper Keep() => new(
        Tenants, Directories, new DomainCheck(Dns, this, "the zone"), audit, Clock,
        NullLogger<DomainKeeper>.Instance);

    public void Publish(string organization, string domain) => Dns.Zone.Txt[domain] =
        [DomainToken.Of(Tenants.Named(organization)!.Identity.Authority, DomainName.Parse(domain)).Text];

    public bool Has(string organization, string domain) =>
        Directories.Store.StateOf(organization).Domains.ContainsKey(DomainName.Parse(domain));

    /// <summary>Waits for what other threads do.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!holds())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public ValueTask<DomainFile> FetchAsync(DomainName domain, CancellationToken ct) =>
        ValueTask.FromResult(new DomainFile(null, "there is none", IsFault: false));

    private Tenant Tenant(
        Organization organization, ImmutableArray<string> domains, OrganizationAuthority authority)
    {
        var own = organization with
        {
            Domains =
            [
                .. domains.Select(domain => new AcceptedDomain
                {
                    Name = DomainName.Parse(domain), Type = DomainType.Authoritative,
                }),
            ],
        };
        return new Tenant(
            new InForce<Snapshot>(new Snapshot(own, new RecipientTable(ImmutableArray<Recipient>.Empty))), Some.Cloud,
            new SiteCertificates(authority.Issue(own, own[Some.Cloud], TimeProvider.System), null),
            new RememberedSenders(), Clock);
    }
}
