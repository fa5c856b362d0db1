using System.Collections.Immutable;
using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Publishing;
using Causeway.Core.Topology;

namespace Causeway.Core.Tests.Publishing;

public sealed class PlannerTests
{
    private static readonly DomainName Contoso = DomainName.Parse("contoso.example");

    [Theory]
    [InlineData("internet filter cloud office", "office cloud internet",
        "10 filter.example", "v=spf1 ip4:192.0.2.10 ip4:192.0.2.20 ip4:198.51.100.25 -all",
        "v=spf1 ip4:192.0.2.20 -all")]
    [InlineData("internet cloud office", "office cloud internet",
        "10 cloud.example", "v=spf1 ip4:192.0.2.20 ip4:198.51.100.25 -all", "v=spf1 ip4:192.0.2.20 -all")]
    [InlineData("internet office cloud", "cloud office internet",
        "10 office.example", "v=spf1 ip4:192.0.2.20 ip4:198.51.100.25 -all", "v=spf1 ip4:198.51.100.25 -all")]
    [InlineData("internet cloud office cloud", "cloud office cloud internet",
        "10 cloud.example", "v=spf1 ip4:192.0.2.20 ip4:198.51.100.25 -all", "v=spf1 ip4:192.0.2.20 -all")]
    [InlineData("internet filter office", "office filter internet",
        "10 filter.example", "v=spf1 ip4:192.0.2.10 ip4:192.0.2.20 ip4:198.51.100.25 -all",
        "v=spf1 ip4:192.0.2.10 -all")]
    public void Mx_and_spf_follow_the_arrows(
        string inbound, string outbound, string mx, string documented, string least)
    {
        var organization = Some.Organization(inbound, outbound);

        Assert.Equal(mx, Value(Plan(organization), "contoso.example", RecordPurpose.Mx));
        Assert.Equal(documented, Value(Plan(organization), "contoso.example", RecordPurpose.Spf));
        Assert.Equal(least, Value(Plan(organization, minimal: true), "contoso.example", RecordPurpose.Spf));
    }

    [Fact]
    public void A_term_that_does_not_send_says_why_it_is_there_and_who_else_passes_by_it()
    {
        var terms = Plan(Some.Organization()).SpfOf(Contoso)!.Terms;

        Assert.Equal([false, true, false, false], terms.Select(term => term.Sends));
        Assert.All(terms, term => Assert.NotEqual("", term.Why));
        Assert.All(
            terms.Where(term => !term.Sends && term.Site is not null), term => Assert.NotNull(term.Others));
    }

    [Fact]
    public void An_office_whose_mail_a_foreign_cloud_judges_stays_in_the_minimal_record()
    {
        var plan = Plan(
            Some.Organization(sites: site => site.Name == Some.Cloud
                ? site with { Platform = Platform.ExchangeOnline, Addresses = [] }
                : site),
            minimal: true);

        Assert.Equal(
            "v=spf1 include:spf.protection.outlook.com ip4:198.51.100.25 -all",
            Value(plan, "contoso.example", RecordPurpose.Spf));
        Assert.Equal(1, plan.SpfOf(Contoso)!.Lookups);
        Assert.Equal(
            ["selector1._domainkey.contoso.example", "selector2._domainkey.contoso.example"],
            plan.Records.Where(record => record.Type == RecordType.Cname && record.Purpose == RecordPurpose.Dkim)
                .Select(record => record.Name));
    }

    [Fact]
    public void The_pool_of_what_nobody_vouches_for_is_in_no_domains_record()
    {
        var plan = Plan(
            Some.Organization(sites: site => site.Name == Some.Cloud
                ? site with
                {
                    Pools = new OutboundPools
                    {
                        Normal = [IPAddress.Parse("192.0.2.21")], HighRisk = [IPAddress.Parse("192.0.2.22")],
                        Relay = [IPAddress.Parse("192.0.2.23")],
                    },
                }
                : site),
            minimal: true);

        Assert.Equal("v=spf1 ip4:192.0.2.21 ip4:192.0.2.22 -all", Value(plan, "contoso.example", RecordPurpose.Spf));
        Assert.Equal("relay.cloud.example", Value(plan, "23.2.0.192.in-addr.arpa", RecordPurpose.ReverseName));
        Assert.Equal("192.0.2.23", Value(plan, "relay.cloud.example", RecordPurpose.Address));
        Assert.Equal(
            "v=spf1 a ip4:192.0.2.21 ip4:192.0.2.22 ip4:192.0.2.23 -all",
            Value(plan, "cloud.example", RecordPurpose.HeloSpf));
    }

    [Fact]
    public void A_family_without_an_address_in_the_normal_pool_leaves_from_the_sites_own()
    {
        var plan = Plan(
            Some.Organization(sites: site => site.Name == Some.Cloud
                ? site with
                {
                    Addresses = [.. site.Addresses, IPNetwork.Parse("2001:db8::20/128")],
                    Pools = new OutboundPools { Normal = [IPAddress.Parse("192.0.2.21")] },
                }
                : site),
            minimal: true);

        Assert.Equal(
            "v=spf1 ip4:192.0.2.21 ip6:2001:db8::20 -all", Value(plan, "contoso.example", RecordPurpose.Spf));
    }

    [Fact]
    public void Every_sending_host_has_a_name_that_leads_there_and_back_and_a_record_for_its_notices()
    {
        var plan = Plan(Some.Organization());

        Assert.Equal("filter.example", Value(plan, "10.2.0.192.in-addr.arpa", RecordPurpose.ReverseName));
        Assert.Equal("cloud.example", Value(plan, "20.2.0.192.in-addr.arpa", RecordPurpose.ReverseName));
        Assert.Equal("192.0.2.20", Value(plan, "cloud.example", RecordPurpose.Address));
        Assert.Equal("v=spf1 a -all", Value(plan, "cloud.example", RecordPurpose.HeloSpf));
        Assert.Equal("v=spf1 a -all", Value(plan, "filter.example", RecordPurpose.HeloSpf));
        Assert.DoesNotContain(plan.Records, record => record.Value == "office.example");
    }

    [Fact]
    public void A_domain_in_whose_name_nobody_sends_says_so()
    {
        var plan = Plan(Some.Organization());

        Assert.Equal("v=spf1 -all", Value(plan, "contoso.mail.cloud.example", RecordPurpose.Spf));
        Assert.Equal("v=DMARC1; p=reject", Value(plan, "_dmarc.contoso.mail.cloud.example", RecordPurpose.Dmarc));
        Assert.Equal(
            "v=spf1 -all",
            Value(Plan(Some.Organization(outbound: ""), minimal: true), "contoso.example", RecordPurpose.Spf));
    }

    [Theory]
    [InlineData(DmarcStage.None, "v=DMARC1; p=none; rua=mailto:dmarc@reader.example")]
    [InlineData(DmarcStage.Quarantine, "v=DMARC1; p=quarantine; rua=mailto:dmarc@reader.example")]
    [InlineData(DmarcStage.Reject, "v=DMARC1; p=reject; rua=mailto:dmarc@reader.example")]
    public void Dmarc_goes_in_stages_and_another_domain_says_that_it_takes_reports(DmarcStage stage, string record)
    {
        var plan = Planner.Plan(Some.Organization(), PlanOptions.Default with
        {
            Dmarc = stage, Reports = EmailAddress.Parse("dmarc@reader.example"),
        });

        Assert.Equal(record, Value(plan, "_dmarc.contoso.example", RecordPurpose.Dmarc));
        Assert.Equal("v=DMARC1",
            Value(plan, "contoso.example._report._dmarc.reader.example", RecordPurpose.ReportsWelcome));
    }

    [Fact]
    public void What_needs_more_than_dns_is_prepared_and_says_what()
    {
        var prepared = Plan(Some.Organization()).Records
            .Where(record => record.Weight == RecordWeight.Prepared).ToList();

        Assert.Equal(
            ["_mta-sts.contoso.example", "_smtp._tls.contoso.example", "autodiscover.contoso.example",
                "autoconfig.contoso.example", "_25._tcp.filter.example"],
            prepared.Select(record => record.Name));
        Assert.All(prepared, record => Assert.NotNull(record.Before));
    }

    [Fact]
    public void The_id_of_mta_sts_changes_with_the_policy()
    {
        var (one, other) = (Plan(Some.Organization()), Plan(Some.Organization("internet cloud office")));

        Assert.Contains("mx: filter.example\r\n", one.MtaSts, StringComparison.Ordinal);
        Assert.NotEqual(
            Value(one, "_mta-sts.contoso.example", RecordPurpose.MtaSts),
            Value(other, "_mta-sts.contoso.example", RecordPurpose.MtaSts));
    }

    [Fact]
    public void Keys_and_proofs_of_ownership_come_from_outside()
    {
        var plan = Planner.Plan(Some.Organization(), PlanOptions.Default with
        {
            Keys = [new DkimKeyRecord(Contoso, "s1", "v=DKIM1; p=AAAA")],
            Ownership = [new OwnershipRecord(Contoso, "contoso.example", "causeway-verification=abc")],
        });

        Assert.Equal("v=DKIM1; p=AAAA", Value(plan, "s1._domainkey.contoso.example", RecordPurpose.Dkim));
        Assert.Equal("causeway-verification=abc", Value(plan, "contoso.example", RecordPurpose.Ownership));
    }

    [Fact]
    public void Sub_domains_that_are_accepted_have_a_wildcard()
    {
        var plan = Plan(Some.Organization(domain: new AcceptedDomain
        {
            Name = Contoso, Type = DomainType.InternalRelay, SubDomains = true,
        }));

        Assert.Equal("10 filter.example", Value(plan, "*.contoso.example", RecordPurpose.Mx));
        Assert.Equal(
            "causeway-check.contoso.example",
            plan.Records.First(record => record.Name == "*.contoso.example").AskedName);
    }

    private static DnsPlan Plan(Organization organization, bool minimal = false) =>
        Planner.Plan(organization, PlanOptions.Default with { Minimal = minimal });

    private static string Value(DnsPlan plan, string name, RecordPurpose purpose) =>
        Assert.Single(plan.Records, record => record.Name == name && record.Purpose == purpose).Value;
}
