using Causeway.Authentication.Publishing;
using Causeway.Core.Publishing;
using Causeway.Core.Topology;
using Causeway.Dns;
using Causeway.Transport;
using Causeway.Transport.Signing;
using Causeway.Watching.Ledgers;
using Microsoft.Extensions.Logging;

namespace Causeway.Running;

/// <summary>
/// Holds DNS against the plan once an hour: at the one site of each organization that keeps its directory, so that
/// nobody hears of a change three times.
/// </summary>
internal sealed class DnsWatch : IAsyncDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    // A site that is started again and again shall not ask each time.
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    // Each asks one question after the other: one whose DNS does not answer holds up few.
    private const int AtOnce = 8;

    private readonly Tenants tenants;
    private readonly SiteName here;
    private readonly IResolver resolver;
    private readonly DnsLedger ledger;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task looking;

    public DnsWatch(
        Tenants tenants, SiteName here, IResolver resolver, DnsLedger ledger, TimeProvider clock,
        ILogger<DnsWatch> logger)
    {
        this.tenants = tenants;
        this.here = here;
        this.resolver = resolver;
        this.ledger = ledger;
        this.clock = clock;
        this.logger = logger;
        looking = LookAsync(stopping.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(First, clock, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            await LookOnceAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(Every, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task LookOnceAsync(CancellationToken cancellationToken)
    {
        var kept = tenants.All.Where(tenant => tenant.Organization.Directory == here).ToList();
        ledger.Keep(kept.Select(tenant => tenant.Organization.Name));
        await Parallel.ForEachAsync(
            kept, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            LookAtAsync).ConfigureAwait(false);
    }

    private async ValueTask LookAtAsync(Tenant tenant, CancellationToken cancellationToken)
    {
        try
        {
            // The keys of other sites lie elsewhere, and are not looked for.
            var plan = Planner.Plan(tenant.Organization, PlanOptions.Default with
            {
                Keys = tenant.Keys is SiteKeys keys ? keys.Records(clock.GetUtcNow()) : [],
            });
            var published = await new RecordGatherer(resolver, "DNS", knows: null)
                .GatherAsync(plan, cancellationToken).ConfigureAwait(false);
            ledger.Looked(tenant.Organization.Name, Comparer.Compare(plan, [published]));
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was, it is one organization's: the others are looked at, and this one again in an hour.
            Log.DnsNotLookedAt(logger, tenant.Organization.Name, fault);
        }
    }
}
