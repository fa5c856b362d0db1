using System.Collections.Immutable;
using System.Net;
using Causeway.Authentication.Publishing;
using Causeway.Core.Addresses;
using Causeway.Core.Publishing;
using Causeway.Core.Topology;
using Causeway.Dns;

namespace Causeway.Authentication.Tests.Publishing;

public sealed class RecordGathererTests
{
    private static readonly Organization Contoso = new()
    {
        Name = "contoso",
        Domains = [new AcceptedDomain
        {
            Name = DomainName.Parse("contoso.example"), Type = DomainType.Authoritative,
        }],
        Sites = [new Site
        {
            Name = SiteName.Parse("cloud"), Kind = SiteKind.Cloud, Host = "mx.contoso.example",
            Mx = ["mx.contoso.example"], Addresses = [IPNetwork.Parse("192.0.2.20/32")], Waits = TimeSpan.FromDays(1),
        }],
        Flow = new MailFlow(
            [Place.Internet, new Place(SiteName.Parse("cloud"))], [new Place(SiteName.Parse("cloud")), Place.Internet],
            []),
        Connectors = [],
        Directory = SiteName.Parse("cloud"),
    };

    private static readonly DnsPlan Plan = Planner.Plan(Contoso, PlanOptions.Default);

    [Fact]
    public async Task A_zone_that_is_as_planned_is_found_equal()
    {
        var compared = await CompareAsync(Zone());

        Assert.False(compared.Matters || compared.IsAdvising || compared.IsOpen, string.Join('\n', compared.Records));
        Assert.Equal(
            [(SpfProbeKind.Sender, "pass"), (SpfProbeKind.Helo, "pass"), (SpfProbeKind.Stranger, "fail")],
            compared.Probes.Select(probe => (probe.Kind, probe.Result)));
    }

    [Fact]
    public async Task Look_ups_of_included_records_are_counted()
    {
        var zone = Zone();
        zone.Txt["contoso.example"] = ["v=spf1 include:i0.example -all"];
        for (var i = 0; i < 12; i++)
        {
            zone.Txt[$"i{i}.example"] = [$"v=spf1 include:i{i + 1}.example -all"];
        }

        var compared = await CompareAsync(zone);

        Assert.True(compared.Matters);
        Assert.Contains(compared.Findings, finding => finding.Text.Contains("permerror", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fault_of_dns_is_no_difference()
    {
        var zone = Zone();
        zone.Faults.Add("mx contoso.example");

        var compared = await CompareAsync(zone);

        Assert.Equal((false, true), (compared.Matters, compared.IsOpen));
    }

    [Fact]
    public async Task The_host_of_an_old_mx_is_looked_at_too()
    {
        var zone = Zone();
        zone.Mx["contoso.example"] = ["10 mx.contoso.example", "20 gone.contoso.example"];

        var compared = await CompareAsync(zone);

        Assert.Contains(compared.Records, record => record.State == RecordState.Superfluous);
        Assert.Contains(compared.Findings, finding => finding.Subject == "gone.contoso.example");
    }

    [Fact]
    public async Task Names_that_a_zone_cannot_know_are_not_asked()
    {
        var gatherer = new RecordGatherer(
            Zone(), "zone", name => !name.EndsWith(".arpa", StringComparison.Ordinal));

        var published = await gatherer.GatherAsync(Plan, TestContext.Current.CancellationToken);

        Assert.Equal(
            FoundStatus.Elsewhere, published["20.2.0.192.in-addr.arpa", RecordType.Reverse].Status);
    }

    private static async Task<DnsComparison> CompareAsync(IResolver resolver)
    {
        var published = await new RecordGatherer(resolver, "zone", knows: null)
            .GatherAsync(Plan, TestContext.Current.CancellationToken);
        return Comparer.Compare(Plan, [published]);
    }

    private static FakeZone Zone() => new()
    {
        Mx = { ["contoso.example"] = ["10 mx.contoso.example"] },
        Addresses = { ["mx.contoso.example"] = ["192.0.2.20"] },
        Pointers = { ["192.0.2.20"] = ["mx.contoso.example"] },
        Txt =
        {
            ["contoso.example"] = ["a-site=verified", "v=spf1 ip4:192.0.2.20 -all"],
            ["_dmarc.contoso.example"] = ["v=DMARC1; p=none"],
            ["mx.contoso.example"] = ["v=spf1 a -all"],
        },
    };
}
