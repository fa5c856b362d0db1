using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Publishing;

/// <summary>
/// The SPF record of a domain: in the documented form every site, or the minimal one of those who send, and of those
/// whose mail a foreign cloud judges by SPF.
/// </summary>
internal sealed class SpfPlanner(Organization organization, ImmutableArray<SendingAddress> senders, bool minimal)
{
    // The one include that the vendor documents for everybody.
    private const string ExchangeOnline = "include:spf.protection.outlook.com";

    public static PlannedTerm Nobody { get; } = new(
        "-all", null, false, "nobody else sends in the domain's name", null);

    public SpfPlan Plan(DomainName domain) => new(domain,
    [
        .. organization.Sites.OrderBy(site => site.Kind).SelectMany(site => Terms(site, domain))
            .DistinctBy(term => term.Text),
        Nobody,
    ]);

    public static string Term(IPNetwork network)
    {
        var family = network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? "ip4" : "ip6";
        return network.IsSingle() ? $"{family}:{network.BaseAddress}" : $"{family}:{network}";
    }

    private IEnumerable<PlannedTerm> Terms(Site site, DomainName domain)
    {
        if (site.Name == organization.LastOutbound)
        {
            return Sending(site, domain);
        }

        var judge = ForeignCloudBehind(site);
        return minimal && judge is null
            ? []
            : Texts(site).Select(text => new PlannedTerm(text, site.Name, false, WhyNot(site, judge), Others(site))
            {
                IsNeeded = judge is not null,
            });
    }

    private IEnumerable<PlannedTerm> Sending(Site site, DomainName domain)
    {
        var mine = senders.Where(sender => sender.Site == site && sender.Domains.Contains(domain)).ToList();
        var why = $"{site.Name} is the last site of outbound: all mail to the Internet leaves from there";
        return site.Platform == Platform.ExchangeOnline || mine.Count == 0
            ? Texts(site).Select(text => new PlannedTerm(text, site.Name, true, why, Others(site)))
            : mine.Select(sender => new PlannedTerm(Term(sender.Network), site.Name, true, sender.Pool switch
            {
                OutboundPool.HighRisk => $"the pool high-risk of {site.Name}: senders of ours who are over a limit",
                _ => why,
            }, Others(site)));
    }

    private static IEnumerable<string> Texts(Site site) =>
        site.Platform == Platform.ExchangeOnline ? [ExchangeOnline]
        : SendingAddresses.Own(site) is { IsEmpty: false } networks ? networks.Select(Term)
        : [$"a:{site.Host}"];

    // Section 1.3 of the reference: such a cloud sends what fails SPF on from a pool that is in nobody's record.
    private Site? ForeignCloudBehind(Site site) => organization.Flow.Outbound
        .Zip(organization.Flow.Outbound.Skip(1))
        .Where(arrow => arrow.First.Site == site.Name && arrow.Second.Site is not null)
        .Select(arrow => organization[arrow.Second.Site!.Value])
        .FirstOrDefault(next => next.Kind == SiteKind.Cloud && next.Platform != Platform.Causeway);

    private static string WhyNot(Site site, Site? judge) =>
        judge is not null
            ? $"{site.Name} sends nothing to the Internet, but {judge.Name} judges by SPF what it takes from there"
            : site.Kind == SiteKind.Filter
                ? $"{site.Name} sends nothing in the domain's name to the Internet (its notices have a null "
                    + "reverse-path); the documented form lists it, the minimal one does not"
                : $"{site.Name} sends nothing to the Internet; the documented form lists it, the minimal one does not";

    private static string? Others(Site site) => (site.Kind, site.Platform) switch
    {
        (_, Platform.ExchangeOnline) =>
            "every customer of Exchange Online, whose mail leaves from the same addresses",
        (SiteKind.Filter, not Platform.Causeway) =>
            $"every customer for whom {site.Name} sends from the same addresses",
        (SiteKind.Filter, _) =>
            $"whoever else {site.Name} sends for: it may serve other organizations",
        (SiteKind.Cloud, not Platform.Causeway) =>
            $"every customer of {site.Name}, whose mail leaves from the same addresses",
        (SiteKind.OnPremises, _) =>
            "every other program and machine that the Internet sees at this address",
        _ => null,
    };
}
