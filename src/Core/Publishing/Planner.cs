using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Publishing;

/// <summary>What DNS must say, computed from the topology: pure, and the same for the same file.</summary>
public static class Planner
{
    public static DnsPlan Plan(Organization organization, PlanOptions options)
    {
        var senders = SendingAddresses.Of(organization);
        var spf = new SpfPlanner(organization, senders, options.Minimal);
        ImmutableArray<SpfPlan> plans = [.. organization.PublicDomains.Select(domain => spf.Plan(domain.Name))];
        var domains = new DomainPlanner(organization, options);
        ImmutableArray<WantedRecord> own =
        [
            .. plans.SelectMany(plan => domains.Records(organization.Accepted(plan.Domain)!, plan)),
            .. organization.Sites.Where(site => site.RoutingDomain is not null)
                .SelectMany(site => DomainPlanner.Routing(site, site.RoutingDomain!.Value)),
        ];

        // A name has one SPF record: a host that is a mail domain itself has that of the domain.
        var spfNames = own.Where(record => record.Purpose == RecordPurpose.Spf).Select(record => record.Name)
            .ToHashSet();
        var hosts = new HostPlanner(organization, senders, options).Records()
            .Where(record => record.Purpose != RecordPurpose.HeloSpf || !spfNames.Contains(record.Name));
        return new DnsPlan(
            [.. own, .. hosts], plans, senders, DomainPlanner.StsPolicy(organization),
            [.. Notes(organization, options)]);
    }

    private static IEnumerable<string> Notes(Organization organization, PlanOptions options)
    {
        if (organization.FirstInbound is null)
        {
            yield return "nothing comes in from the Internet, so that no MX is planned";
        }

        foreach (var site in organization.Sites.Where(site => !site.Pools.Relay.IsEmpty))
        {
            yield return $"the pool relay of {site.Name} is in no SPF record: what outsiders wrote and nothing proved "
                + "leaves from there, and shall not pass in your name"
                + (site.Pools.HighRisk.IsEmpty ? "; give a pool high-risk too, for which it stands in else" : "");
        }

        var last = organization.LastOutbound is { } name ? organization[name] : null;
        var unsigned = organization.PublicDomains.Select(domain => domain.Name)
            .Where(domain => options.Keys.All(key => key.Domain != domain)).ToList();
        if (last is { Platform: Platform.Causeway } && unsigned.Count > 0)
        {
            yield return $"no DKIM key of {string.Join(", ", unsigned)} is known here, so that none is planned: `dkim "
                + "rotate` makes keys beside the file, --data DIR names the folder of a site that has run and has its "
                + "own";
        }
        else if (last is { Platform: Platform.ExchangeOnline, RoutingDomain: null })
        {
            yield return $"the DKIM records of {last.Name} follow from the tenant's name, which its portal shows";
        }
        else if (last is { Platform: Platform.ExchangeServer or Platform.Postfix or Platform.Other })
        {
            yield return $"whether {last.Name} signs with DKIM, and with which key, only its own settings say";
        }

        foreach (var site in organization.Sites.Where(organization.SendsToInternet)
            .Where(site => site.Addresses.Any(network => !network.IsSingle())))
        {
            yield return $"{site.Name} sends from a range, of which no names are planned (PTR): its provider keeps "
                + "them";
        }
    }
}
