using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Publishing;

/// <summary>The records at and below one accepted domain.</summary>
internal sealed class DomainPlanner(Organization organization, PlanOptions options)
{
    /// <summary>The MTA-STS policy of all domains (RFC 8461 section 3.2); null where nothing comes in.</summary>
    public static string? StsPolicy(Organization organization) => organization.FirstInbound is { } first
        ? string.Concat(
            organization[first].Mx.Select(host => $"mx: {host}\r\n").Prepend("version: STSv1\r\nmode: testing\r\n")
                .Append("max_age: 604800\r\n"))
        : null;

    public IEnumerable<WantedRecord> Records(AcceptedDomain domain, SpfPlan spf) =>
        Ownership(domain.Name).Concat(Mx(domain)).Append(Spf(spf)).Concat(SubDomains(domain))
            .Concat(Dkim(domain.Name)).Concat(Dmarc(domain.Name)).Concat(Sts(domain.Name))
            .Concat(Programs(domain.Name));

    /// <summary>A domain in whose name nothing is sent: the coexistence domain of a site.</summary>
    public static IEnumerable<WantedRecord> Routing(Site site, DomainName routing)
    {
        var why = $"{routing} serves the way between the sites; nobody sends in its name";
        yield return new WantedRecord(
            routing.Value, RecordType.Txt, "v=spf1 -all", RecordPurpose.Spf, RecordWeight.Advised, why);
        yield return new WantedRecord(
            $"_dmarc.{routing}", RecordType.Txt, DmarcText.Of(DmarcStage.Reject, null), RecordPurpose.Dmarc,
            RecordWeight.Advised, $"{why}, so that what claims to is forged; {site.Name} publishes it");
    }

    private IEnumerable<WantedRecord> Ownership(DomainName domain) =>
        options.Ownership.Where(one => one.Domain == domain).Select(one => new WantedRecord(
            one.Name, RecordType.Txt, one.Value, RecordPurpose.Ownership, RecordWeight.Advised,
            $"proves that {domain} is yours"));

    private IEnumerable<WantedRecord> Mx(AcceptedDomain domain) =>
        organization.FirstInbound is { } first
            ? organization[first].Mx.Select((host, i) => new WantedRecord(
                domain.Name.Value, RecordType.Mx,
                string.Create(CultureInfo.InvariantCulture, $"{10 * (i + 1)} {host.ToLowerInvariant()}"),
                RecordPurpose.Mx, RecordWeight.Matters,
                $"{first} is the first site of inbound: mail from the Internet comes in there, and nowhere else"))
            : [];

    private WantedRecord Spf(SpfPlan plan) => new(
        plan.Domain.Value, RecordType.Txt, plan.Text, RecordPurpose.Spf, RecordWeight.Matters,
        organization.LastOutbound is null
            ? "no arrow leads to the Internet: nobody sends in the domain's name"
            : "who may send in the domain's name, term by term below");

    // RFC 4592 section 2.2.1: a wildcard speaks for the names that have no record of their own.
    private IEnumerable<WantedRecord> SubDomains(AcceptedDomain domain)
    {
        if (!domain.SubDomains)
        {
            yield break;
        }

        foreach (var record in Mx(domain))
        {
            yield return record with
            {
                Name = $"*.{domain.Name}", Why = "all sub-domains are accepted; names with records of their own need "
                    + "an MX of their own",
            };
        }

        yield return new WantedRecord($"*.{domain.Name}", RecordType.Txt, $"v=spf1 redirect={domain.Name}",
            RecordPurpose.Spf, RecordWeight.Advised, "sub-domains are accepted, and send as the domain does");
    }

    private IEnumerable<WantedRecord> Dkim(DomainName domain)
    {
        foreach (var key in options.Keys.Where(key => key.Domain == domain))
        {
            yield return new WantedRecord(
                key.Name, RecordType.Txt, key.Value, RecordPurpose.Dkim, RecordWeight.Matters, key.Why);
        }

        if (ExchangeTenant() is not { } tenant)
        {
            yield break;
        }

        var dashed = domain.Value.Replace('.', '-');
        foreach (var selector in new[] { "selector1", "selector2" })
        {
            yield return new WantedRecord(
                $"{selector}._domainkey.{domain}", RecordType.Cname, $"{selector}-{dashed}._domainkey.{tenant}",
                RecordPurpose.Dkim, RecordWeight.Advised,
                "Exchange Online keeps the keys, and changes between two selectors; newer tenants have another target, "
                + "which its portal shows");
        }
    }

    /// <summary>
    /// The tenant's first domain, where Exchange Online signs: the coexistence domain without its label «mail».
    /// </summary>
    private string? ExchangeTenant() =>
        organization.LastOutbound is { } last && organization[last] is
        {
            Platform: Platform.ExchangeOnline, RoutingDomain: { } routing,
        }
            ? routing.Value.Replace(".mail.", ".", StringComparison.Ordinal)
            : null;

    private IEnumerable<WantedRecord> Dmarc(DomainName domain)
    {
        yield return new WantedRecord(
            $"_dmarc.{domain}", RecordType.Txt, DmarcText.Of(options.Dmarc, options.Reports), RecordPurpose.Dmarc,
            RecordWeight.Matters, DmarcText.Why(options.Dmarc, options.Reports));

        // RFC 9990 section 4: another domain says that it wants the reports.
        if (options.Reports is { Domain: var reader } && reader != domain && !reader.IsBelow(domain))
        {
            yield return new WantedRecord(
                $"{domain}._report._dmarc.{reader}", RecordType.Txt, "v=DMARC1", RecordPurpose.ReportsWelcome,
                RecordWeight.Advised, $"{reader} says that it takes the reports about {domain}");
        }
    }

    private IEnumerable<WantedRecord> Sts(DomainName domain)
    {
        if (StsPolicy(organization) is not { } policy)
        {
            yield break;
        }

        // RFC 8461 section 3.1: the id changes with the policy.
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(policy)).AsSpan(0, 10));
        yield return new WantedRecord($"_mta-sts.{domain}", RecordType.Txt, $"v=STSv1; id={id}", RecordPurpose.MtaSts,
            RecordWeight.Prepared, "who sends to you can insist on verified TLS")
        {
            Before = $"serve the policy below at https://mta-sts.{domain}/.well-known/mta-sts.txt; every MX must show "
                + "a public certificate with its name",
        };

        var reports = options.Reports?.ToString() ?? $"postmaster@{domain}";
        yield return new WantedRecord($"_smtp._tls.{domain}", RecordType.Txt, $"v=TLSRPTv1; rua=mailto:{reports}",
            RecordPurpose.TlsReports, RecordWeight.Prepared, "senders report where TLS failed (RFC 8460)")
        {
            Before = "worth it with MTA-STS or DANE; make sure that somebody reads that mailbox",
        };
    }

    private IEnumerable<WantedRecord> Programs(DomainName domain)
    {
        // While mailboxes are in both places, the office answers and sends programs on to the cloud.
        var site = organization.Sites.OrderBy(one => one.Kind == SiteKind.OnPremises ? 0 : 1)
            .FirstOrDefault(one => one.Platform is Platform.ExchangeServer or Platform.ExchangeOnline);
        if (site is not null)
        {
            var target = site.Platform == Platform.ExchangeOnline ? "autodiscover.outlook.com" : site.Host;
            if (SendingAddresses.IsName(target))
            {
                yield return new WantedRecord($"autodiscover.{domain}", RecordType.Cname, target,
                    RecordPurpose.Autodiscover, RecordWeight.Advised,
                    $"Outlook asks there where a mailbox is; {site.Name} knows of both halves");
            }

            yield break;
        }

        if (organization.DefaultHome is not { } home || !SendingAddresses.IsName(organization[home].Host))
        {
            yield break;
        }

        foreach (var label in new[] { "autodiscover", "autoconfig" })
        {
            yield return new WantedRecord($"{label}.{domain}", RecordType.Cname, organization[home].Host,
                RecordPurpose.Autodiscover, RecordWeight.Prepared, "mail programs ask there for their settings")
            {
                Before = $"serve the settings at https://{label}.{domain}/",
            };
        }
    }
}
