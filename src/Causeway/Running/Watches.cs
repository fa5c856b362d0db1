using System.Collections.Immutable;
using Causeway.Admin;
using Causeway.Queue.Delivery;
using Causeway.Queue.Spooling;
using Causeway.Transport;
using Causeway.Transport.Receiving;
using Causeway.Watching;
using Causeway.Watching.Targets;
using Microsoft.Extensions.Logging;

namespace Causeway.Running;

/// <summary>Puts the watch of a site together: what it looks at, by which thresholds, and whom it tells.</summary>
internal static class Watches
{
    public static SiteWatch Start(
        SiteObserver observer, SiteFolder folder, Spool spool, DeliveryScheduler queue, SiteService service,
        ILoggerFactory loggers, TimeProvider clock)
    {
        var logger = loggers.CreateLogger<SiteWatch>();
        var file = new StatusFile(folder.Status, logger);
        var before = file.Read();
        if (before is not null)
        {
            observer.Restore(before.Observation);
        }

        var targets = service.Tenants.All
            .SelectMany(tenant => Targets(tenant, service, clock)
                .Select(target => new TargetQueue(tenant.Organization.Name, target, clock, logger)))
            .ToImmutableArray();
        return new SiteWatch(
            () => observer.Observe(spool, queue),
            () => [.. service.Tenants.All.Select(tenant => (tenant.Organization.Name, tenant.Organization.Alerts))],
            targets, file, before, clock, logger);
    }

    private static IEnumerable<IAlertTarget> Targets(Tenant tenant, SiteService service, TimeProvider clock)
    {
        var policy = tenant.Organization.Alerts;
        if (!policy.Command.IsEmpty)
        {
            yield return new CommandTarget(policy.Command, clock);
        }

        if (!policy.Mail.IsEmpty)
        {
            yield return new AlertMail(service, tenant, policy);
        }

        if (policy.Webhook is { } url)
        {
            yield return new WebhookTarget(url, clock);
        }
    }
}
