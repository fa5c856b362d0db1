using System.Collections.Immutable;
using Causeway.Auditing;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Directories;
using Causeway.Dns;
using Causeway.Transport;
using Causeway.Transport.Domains;
using Causeway.Watching;
using Microsoft.Extensions.Logging;

namespace Causeway.Running.Domains;

/// <summary>
/// Looks for the proofs that domains are their organizations': at the start and again and again where one is missing,
/// daily where it was there. What it finds stands in the directory. A domain that is in use stays in use: what is gone
/// is told, and never cuts mail.
/// </summary>
internal sealed class DomainKeeper : IAsyncDisposable
{
    // Each look has a socket or two.
    private const int AtOnce = 64;

    // Domains whose DNS does not answer take minutes each: an organization waits for its own alone.
    private const int AtOnceOfOne = 4;

    // A domain that was just written into a file is looked for within this time.
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan GraceOfPending = TimeSpan.FromMinutes(15);

    private readonly Tenants tenants;
    private readonly SiteDirectories directories;
    private readonly DomainCheck check;
    private readonly AuditLog audit;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly HashSet<(string Organization, DomainName Domain)> underWay = [];
    private readonly List<Task> looks = [];
    private readonly SemaphoreSlim places = new(AtOnce);
    private readonly CancellationTokenSource stopping = new();
    private readonly Task looking;

    public DomainKeeper(
        Tenants tenants, SiteDirectories directories, DomainCheck check, AuditLog audit, TimeProvider clock,
        ILogger<DomainKeeper> logger)
    {
        (this.tenants, this.directories, this.check) = (tenants, directories, check);
        (this.audit, this.clock, this.logger) = (audit, clock, logger);
        Tries = new DomainTries(clock);
        looking = Task.Run(() => RunAsync(stopping.Token), CancellationToken.None);
    }

    public DomainTries Tries { get; }

    /// <summary>Starts it for a site: DNS is asked anew each time, by the resolvers of the site.</summary>
    public static DomainKeeper Start(
        Tenants tenants, SiteDirectories directories, SiteSettings settings, AuditLog audit, TimeProvider clock,
        ILoggerFactory loggers)
    {
        var resolver = new DnsResolver(new DnsResolverOptions { Servers = settings.Resolvers }, clock);
        var web = new DomainWeb(
            resolver, new MailHostOptions { LoopbackCountsAsPublic = settings.LoopbackCountsAsPublic }, clock);
        var asked = settings.Resolvers.IsEmpty
            ? "the resolver of this host (/etc/resolv.conf)" : string.Join(", ", settings.Resolvers);
        return new DomainKeeper(
            tenants, directories, new DomainCheck(resolver, web, asked), audit, clock,
            loggers.CreateLogger<DomainKeeper>());
    }

    /// <summary>Looks for the proof of a domain of the organization's file now, and takes what it finds.</summary>
    /// <param name="who">Who asked for it, for the record.</param>
    public async Task<DomainFinding> LookAsync(
        Tenant tenant, DomainName domain, bool isThorough, string who, CancellationToken ct)
    {
        var finding = await FindAsync(tenant, domain, isThorough, ct).ConfigureAwait(false);
        if (tenant.Organization.PublicDomains.Any(one => one.Name == domain && one.Verify))
        {
            Take(tenant.Organization.Name, domain, finding, who);
        }

        return finding;
    }

    /// <summary>What an administrator should be told: domains without proof, and those that two organizations want.
    /// </summary>
    public ImmutableArray<DomainProblem> Seen =>
    [
        .. from tenant in tenants.All
           where directories.ProvesDomainsOf(tenant.Organization)
           from domain in tenant.Organization.PublicDomains
           where domain.Verify
           let problem = Problem(tenant.Organization.Name, domain.Name)
           where problem is not null
           select problem,
    ];

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await looking.ConfigureAwait(false);
        await Task.WhenAll(looks).ConfigureAwait(false);
        places.Dispose();
        stopping.Dispose();
    }

    private async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        try
        {
            do
            {
                Release();
                foreach (var tenant in tenants.All)
                {
                    Start(tenant, ct);
                }
            }
            while (await timer.WaitForNextTickAsync(ct).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The site stops.
        }
    }

    // Nobody waits for a round to end: what is due begins while slower looks of before are under way.
    private void Start(Tenant tenant, CancellationToken ct)
    {
        looks.RemoveAll(look => look.IsCompleted);
        while (Next(tenant.Organization.Name) is { } due)
        {
            looks.Add(Task.Run(() => LookOnAsync(due, ct), CancellationToken.None));
        }
    }

    // One look after the other, for as long as some are due.
    private async Task LookOnAsync((Tenant Tenant, DomainName Domain) due, CancellationToken ct)
    {
        for ((Tenant Tenant, DomainName Domain)? next = due; next is { } one;)
        {
            await LookAsync(one.Tenant, one.Domain, ct).ConfigureAwait(false);
            lock (gate)
            {
                underWay.Remove((one.Tenant.Organization.Name, one.Domain));
                next = ct.IsCancellationRequested ? null : Next(one.Tenant.Organization.Name);
            }
        }
    }

    private async Task LookAsync(Tenant tenant, DomainName domain, CancellationToken ct)
    {
        var organization = tenant.Organization.Name;
        try
        {
            await places.WaitAsync(ct).ConfigureAwait(false);
            try
            {
                var finding = await FindAsync(tenant, domain, isThorough: false, ct).ConfigureAwait(false);
                Take(organization, domain, finding, SystemUser.OfProcess());
            }
            finally
            {
                places.Release();
            }
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            // The site stops.
        }
        catch (Exception fault)
        {
            // Whatever it was, such as a disk that does not take it: the search is made again, and so are others.
            Tries.Add(organization, domain, new DomainFinding(null, []), isClaimed: false);
            Log.DomainNotRecorded(logger, domain, organization, fault);
        }
    }

    // The next domain to look for, which is under way then; null where none is due or too many are under way.
    private (Tenant Tenant, DomainName Domain)? Next(string organization)
    {
        lock (gate)
        {
            if (underWay.Count(look => look.Organization == organization) >= AtOnceOfOne
                || tenants.Named(organization) is not { } tenant || !directories.ProvesDomainsOf(tenant.Organization))
            {
                return null;
            }

            // Whoever was never looked for first: it was just written into the file.
            var known = directories.Store.StateOf(organization).Domains;
            var due = tenant.Organization.PublicDomains.Where(domain => domain.Verify)
                .Select(domain => domain.Name)
                .Where(domain => !underWay.Contains((organization, domain))
                    && Tries.IsDue(organization, domain, known.GetValueOrDefault(domain)))
                .OrderBy(domain => Tries.Find(organization, domain)?.At)
                .Cast<DomainName?>().FirstOrDefault();
            if (due is not { } domain)
            {
                return null;
            }

            underWay.Add((organization, domain));
            return (tenant, domain);
        }
    }

    // What the file does not name any more, or what an organization has that is not served any more, is free for
    // others; who names it again proves it again. Of two that have a domain all the same, one keeps it.
    private void Release()
    {
        foreach (var organization in directories.Store.Organizations)
        {
            var served = tenants.Named(organization)?.Organization;
            if (served is null || directories.ProvesDomainsOf(served))
            {
                var known = directories.Store.StateOf(organization).Domains;
                Release(organization, known.Where(one => served is null
                    || served.Domains.All(domain => domain.Name != one.Key)
                    || IsSurpassed(organization, one.Key, one.Value)).Select(one => one.Key));
            }
        }
    }

    private void Release(string organization, IEnumerable<DomainName> domains)
    {
        foreach (var domain in domains)
        {
            try
            {
                directories.Store.ChangeDomains(organization, _ => [new DomainChange(domain, null)]);
            }
            catch (IOException fault)
            {
                Log.DomainNotRecorded(logger, domain, organization, fault);
                continue;
            }

            Tries.Forget(organization, domain);
            audit.TryAppend(SystemUser.OfProcess(), "domain.released", domain.Value, organization, null);
        }
    }

    private bool IsSurpassed(string organization, DomainName domain, DomainProof proof) => tenants.All.Any(tenant =>
        tenant.Organization.Name != organization
        && tenant.Organization.Domains.Any(one => one.Name == domain)
        && directories.Store.StateOf(tenant.Organization.Name).Domains.GetValueOrDefault(domain) is { } other
        && other.CountsBefore(proof));

    private ValueTask<DomainFinding> FindAsync(
        Tenant tenant, DomainName domain, bool isThorough, CancellationToken ct)
    {
        var authority = tenant.Identity.Authority;
        return check.LookAsync(
            DomainToken.Of(authority, domain),
            [
                .. tenant.Organization.Domains.Where(other => other.Name != domain)
                    .Select(other => DomainToken.Of(authority, other.Name)),
            ],
            isThorough, ct);
    }

    // One step for all organizations of the site: of two that prove a domain at once, one is the first.
    private void Take(string organization, DomainName domain, DomainFinding finding, string who)
    {
        var (now, isClaimed) = (clock.GetUtcNow(), false);
        (DomainProof? Before, DomainProof? After) proof = default;
        directories.Store.ChangeDomains(organization, state =>
        {
            var before = state.Domains.GetValueOrDefault(domain);
            isClaimed = before is null && finding.By is not null && IsHeldByAnother(organization, domain);
            proof = (before, isClaimed ? before : After(before, finding, now));
            return proof.After == proof.Before ? [] : [new DomainChange(domain, proof.After)];
        });
        Tries.Add(organization, domain, finding, isClaimed);
        if (proof is { Before: null, After: { } first })
        {
            audit.TryAppend(who, "domain.verified", domain.Value, null, $"{organization}, by {first.By}");
            Log.DomainVerified(logger, domain, organization, first.By);
        }
        else if (proof is { Before: { MissingSince: null } last, After.MissingSince: not null })
        {
            audit.TryAppend(who, "domain.unproved", domain.Value, $"{organization}, by {last.By}", "the proof is gone");
            Log.DomainProofGone(logger, domain, organization);
        }
    }

    private static DomainProof? After(DomainProof? before, DomainFinding finding, DateTimeOffset now) =>
        finding.By is { } by
            ? before?.Seen(by, now) ?? new DomainProof(by, now, now, null)
            : before is not null && finding.HasLost(before.By) ? before.Missed(now) : before;

    private bool IsHeldByAnother(string organization, DomainName domain) => tenants.All.Any(tenant =>
        tenant.Organization is { Name: var name } other && name != organization
        && other.Domains.FirstOrDefault(one => one.Name == domain) is { } claimed
        && (!claimed.Verify || directories.Store.StateOf(name).Domains.ContainsKey(domain)));

    private DomainProblem? Problem(string organization, DomainName domain)
    {
        var proof = directories.Store.StateOf(organization).Domains.GetValueOrDefault(domain);
        var last = Tries.Find(organization, domain);
        return proof is { MissingSince: { } since }
                ? new DomainProblem(organization, domain.Value, since, DomainProblem.Missing)
            : proof is not null || last is null ? null
            : last.IsClaimed ? new DomainProblem(organization, domain.Value, last.First, DomainProblem.Claimed)
            : clock.GetUtcNow() - last.First > GraceOfPending
                ? new DomainProblem(organization, domain.Value, last.First, DomainProblem.Pending)
            : null;
    }
}
