using System.Collections.Immutable;
using System.Net;
using Causeway.Core;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Mail;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;
using Causeway.Transport.Forwarding;
using Causeway.Transport.Identity;
using Causeway.Transport.Notices;
using Causeway.Transport.Receiving;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Transport.Tests;

/// <summary>A site without sockets: its spool, its journey, and what the log says while it runs.</summary>
internal sealed class SmallSite : IFactObserver, IAsyncDisposable
{
    private readonly SiteIdentity identity;
    private readonly List<Fact> heard = [];

    private SmallSite(
        Spool spool, SiteName here, Organization organization, SiteIdentity identity, FakeTimeProvider clock,
        string folder, ImmutableArray<Recipient> more)
    {
        Spool = spool;
        this.identity = identity;
        var table = new RecipientTable(
        [
            new Recipient { Address = Some.Ada, Kind = RecipientKind.Mailbox, Site = Some.Cloud },
            new Recipient { Address = Some.Grace, Kind = RecipientKind.Mailbox, Site = Some.Office },
            new Recipient
            {
                Address = Some.Team, Kind = RecipientKind.Group, Site = Some.Cloud, Members = [Some.Ada, Some.Grace],
            },
            .. more,
        ]);
        var journey = new Journey([new BorderStep(() => AuthservIds.None), new RouteStep(), new StampStep()]);
        var tenant = new Tenant(
            new InForce<Snapshot>(new Snapshot(organization, table)), here, new SiteCertificates(identity, null),
            new RememberedSenders(), clock);
        Service = new SiteService(
            new Tenants([tenant], here), spool,
            Some.SignIns(folder, clock), journey, new TraceIdSource(clock),
            new QueueIdSource(clock, new Random(1)), new NextHopLimits(clock), clock,
            NullLogger<SiteService>.Instance);
        Notices = new DsnNotices(Service, NullLogger<DsnNotices>.Instance);
        spool.Subscribe(this);
    }

    public Spool Spool { get; }

    public SiteService Service { get; }

    public DsnNotices Notices { get; }

    public ImmutableArray<Fact> Heard
    {
        get
        {
            lock (heard)
            {
                return [.. heard];
            }
        }
    }

    /// <summary>The notices in the order in which they were committed.</summary>
    public ImmutableArray<Accepted> Written =>
        [.. Heard.OfType<Accepted>().Where(message => message.Notice is not null)];

    public static async Task<SmallSite> StartAsync(
        string folder, SiteName here, FakeTimeProvider clock, params ImmutableArray<Recipient> more) =>
        await StartAsync(folder, here, clock, Some.Organization, more);

    public static async Task<SmallSite> StartAsync(
        string folder, SiteName here, FakeTimeProvider clock, Organization organization,
        params ImmutableArray<Recipient> more)
    {
        var spool = await Spool.OpenAsync(
            new FolderDisk(Path.Combine(folder, "spool")), new SpoolOptions(), clock, NullLogger<Spool>.Instance,
            TestContext.Current.CancellationToken);
        using var authority = OrganizationAuthority.Create(Some.Organization.Name, clock);
        var identity = authority.Issue(Some.Organization, Some.Organization[here], clock);
        return new SmallSite(spool, here, organization, identity, clock, folder, more);
    }

    public void OnRecorded(Fact fact)
    {
        lock (heard)
        {
            heard.Add(fact);
        }
    }

    /// <summary>Commits a message of which one copy goes to the next site.</summary>
    public async Task<Accepted> CommitAsync(string from, string content, Func<Accepted, Accepted>? change = null)
    {
        var message = new Accepted
        {
            At = Service.Clock.GetUtcNow(),
            Id = Service.QueueIds.Next(),
            TraceId = Service.TraceIds.Next(),
            Organization = Some.Organization.Name,
            Peer = new Peer("192.0.2.20:40000", "cloud", null, null),
            From = from,
            Recipients = ["team@contoso.example"],
            Copies = [new Copy(0, DestinationKind.Site, "cloud", ["ada@contoso.example", "bob@contoso.example"])],
            Hops = [],
        };
        using var body = Spool.BeginBody();
        await body.WriteAsync(
            System.Text.Encoding.UTF8.GetBytes(content.ReplaceLineEndings("\r\n")),
            TestContext.Current.CancellationToken);
        return await Spool.CommitAsync(
            body, change?.Invoke(message) ?? message, TestContext.Current.CancellationToken);
    }

    public async Task<byte[]> ReadAsync(Accepted message)
    {
        using var octets = new MemoryStream();
        await Spool.CopyToAsync(message, octets, TestContext.Current.CancellationToken);
        return octets.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await Spool.DisposeAsync();
        identity.Dispose();
    }
}
