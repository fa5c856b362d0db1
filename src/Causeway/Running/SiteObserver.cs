using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using Causeway.Admin;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Running.Domains;
using Causeway.Transport;
using Causeway.Transport.Delivering;
using Causeway.Transport.Identity;
using Causeway.Transport.Signing;
using Causeway.Transport.Submission;
using Causeway.Watching;
using Causeway.Watching.Ledgers;

namespace Causeway.Running;

/// <summary>What is heard of a running site, and the picture of it that the parts give together.</summary>
internal sealed class SiteObserver(
    Tenants tenants, ForeignSources foreign, SiteFolder folder, TimeProvider clock)
{
    private readonly DateTimeOffset startedAt = clock.GetUtcNow();
    private readonly ClockLedger jumps = new(clock);
    private readonly Dictionary<string, (SiteCertificates Of, ImmutableArray<CertificateSeen> Seen)> certificates = [];

    public NeighbourLedger Neighbours { get; } = new(clock);

    public DirectLedger Direct { get; } = new(clock);

    public FactLedger Facts { get; } = new(AlertMail.IsOne);

    public QuotaLedger Quotas { get; } = new(clock);

    public ReloadLedger Reloads { get; } = new(clock);

    public CopyLedger Copies { get; } = new(clock);

    public DnsLedger Dns { get; } = new(clock);

    /// <summary>Who guesses passwords; null before the site listens.</summary>
    public SignIns? SignIns { get; set; }

    /// <summary>Who looks for the proofs of domains; null before it is started.</summary>
    public DomainKeeper? Domains { get; set; }

    public AlertPolicy OwnPolicy => tenants.First.Organization.Alerts;

    public static string Version { get; } =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;

    /// <summary>The status of the run before.</summary>
    public SiteStatus? Before { get; private set; }

    /// <summary>Mail came for a mailbox with a quota.</summary>
    public void OnFilling(MailboxFilling filling) => Quotas.Add(
        filling.Organization, filling.Address.ToString(), filling.Usage.Octets, filling.Usage.Quota);

    /// <summary>Goes on from what was known when the site stopped. Before anything is heard of this run.</summary>
    public void Restore(SiteStatus? before)
    {
        if (before is { Observation: var seen })
        {
            Before = before;
            Neighbours.Restore(seen.Neighbours);
            Direct.Restore(seen.Direct);
            Facts.Restore(seen);
            Copies.Restore(seen.Directories);
            Quotas.Restore(seen.Mailboxes.IsDefault ? [] : seen.Mailboxes);
            Dns.Restore(seen.Dns.IsDefault ? [] : seen.Dns);
            jumps.Restore(seen.Jumps);
        }
    }

    public Observation Observe(Spool spool, DeliveryScheduler queue, SiteDirectories directories)
    {
        jumps.Look(OwnPolicy.Clock);
        var summaries = queue.Look(copies => QueueSummary.Of(copies, message => !AlertMail.IsOne(message)));
        var (free, reserve) = spool.Pressure.Room;
        var level = spool.Pressure.Level;
        var seen = new Observation
        {
            Site = folder.Site,
            Version = Version,
            At = clock.GetUtcNow(),
            StartedAt = startedAt,
            WhyNotReady = [.. WhyNotReady(spool, queue, level)],
            SpoolFault = spool.Fault?.Message,
            Queues = [.. tenants.All.Select(tenant => Queue(tenant, summaries))],
            Neighbours = [.. tenants.All.SelectMany(tenant => NeighboursOf(tenant, summaries))],
            Directories = directories.See(),
            Direct =
            [
                .. tenants.All.Select(tenant => Direct.Of(tenant.Organization, tenant.Here)).OfType<DirectSeen>(),
            ],
            Certificates = [.. tenants.All.SelectMany(CertificatesOf)],
            Sources = [.. foreign.Seen(tenants)],
            Disk = new DiskSeen(free, reserve, Refused(level)),
            Jumps = jumps.Jumps,
            Mailboxes = [.. Quotas.Seen.Where(IsFull)],
            Reloads = Reloads.Seen,
            Domains = Domains?.Seen ?? [],
            Keyless = [.. tenants.All.SelectMany(Keyless)],
            Dns = Dns.Seen,
        };
        return Facts.Tell(SiteSignIns.Tell(seen, SignIns), OwnPolicy.Quiet);
    }

    private IEnumerable<KeylessSeen> Keyless(Tenant tenant) => tenant.Keys is SiteKeys keys
        ? keys.Lacking(clock.GetUtcNow()).Select(domain => new KeylessSeen(tenant.Organization.Name, domain.Value))
        : [];

    // A quota that was raised or taken away needs no mail to be over.
    private bool IsFull(MailboxSeen mailbox) =>
        EmailAddress.TryParse(mailbox.Address, out var address)
        && tenants.Named(mailbox.Organization)?.Snapshot.Owner(address)?.Quota is { } quota
        && QuotaLedger.IsFull(mailbox.Octets, quota);

    private static IEnumerable<string> WhyNotReady(Spool spool, DeliveryScheduler queue, PressureLevel level)
    {
        if (!queue.IsLoaded)
        {
            yield return "the queue of earlier runs is still being read";
        }

        if (spool.Fault is { } fault)
        {
            yield return $"the spool stopped: {fault.Message}";
        }

        if (level == PressureLevel.Everybody)
        {
            yield return "disk or memory is so short that all mail is refused";
        }
    }

    private static string Refused(PressureLevel level) => level switch
    {
        PressureLevel.None => DiskSeen.Nobody,
        PressureLevel.Strangers => "strangers",
        _ => "everybody",
    };

    private static QueueSeen Queue(Tenant tenant, IReadOnlyDictionary<string, QueueSummary> summaries)
    {
        var name = tenant.Organization.Name;
        return summaries.TryGetValue(name, out var queue)
            ? new QueueSeen(name, queue.Waiting, queue.Held, queue.OldestWaiting, queue.OldestHeld)
            : new QueueSeen(name, 0, 0, null, null);
    }

    private IEnumerable<NeighbourSeen> NeighboursOf(
        Tenant tenant, IReadOnlyDictionary<string, QueueSummary> summaries)
    {
        var organization = tenant.Organization;
        return organization.Flow.SiteArrows.Where(arrow => arrow.From == tenant.Here.Name)
            .Select(arrow => organization[arrow.To]).DistinctBy(site => site.Name)
            .Select(site => Neighbours.Of(organization.Name, site.Name.Value, site.Host) with
            {
                Waiting = summaries.GetValueOrDefault(organization.Name)?.BySite.GetValueOrDefault(site.Name.Value)
                    ?? 0,
            });
    }

    // Where a leaf lies is read from the disk, and asked for again only where there is another one.
    private IEnumerable<CertificateSeen> CertificatesOf(Tenant tenant)
    {
        var organization = tenant.Organization.Name;
        if (!certificates.TryGetValue(organization, out var known) || known.Of != tenant.Certificates)
        {
            certificates[organization] = known = (tenant.Certificates, [.. Look(tenant)]);
        }

        return known.Seen;
    }

    private IEnumerable<CertificateSeen> Look(Tenant tenant)
    {
        var organization = tenant.Organization.Name;
        var uri = Attribution.Uri(organization, tenant.Here.Name);
        var path = Identities.PathIn(folder, organization, tenant.Here.Name);
        yield return new CertificateSeen(organization, path, uri, EndOf(tenant.Identity.Leaf));
        yield return new CertificateSeen(
            organization, $"{path} (the authority)", $"the authority of {organization}",
            EndOf(tenant.Identity.Authority));
        if (tenant.Certificates.Public is { } shown && tenant.Here.CertificateFiles is { } files)
        {
            yield return new CertificateSeen(
                organization, files.Chain, tenant.Here.Certificate ?? tenant.Here.Host, EndOf(shown.Leaf));
        }
    }

    private static DateTimeOffset EndOf(X509Certificate2 certificate) => new(certificate.NotAfter.ToUniversalTime());
}
