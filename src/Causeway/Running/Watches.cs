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
        ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<SiteWatch>();
        return new SiteWatch(
            () => observer.Observe(spool, queue) with { Senders = SendingDesk.Seen(service.Sending) },
            () => [.. service.Tenants.All.Select(tenant => (tenant.Organization.Name, tenant.Organization.Alerts))],
            Targets(service, loggers), new StatusFile(folder.Status, logger), observer.Before, service.Clock, logger);
    }

    /// <summary>Whom the files in force want to be told.</summary>
    public static ImmutableArray<TargetQueue> Targets(SiteService service, ILoggerFactory loggers)
    {
        var logger = loggers.CreateLogger<SiteWatch>();
        return
        [
            .. service.Tenants.All.SelectMany(tenant => Targets(tenant, service, service.Clock)
                .Select(target => new TargetQueue(tenant.Organization.Name, target, service.Clock, logger))),
        ];
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
