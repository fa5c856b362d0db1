using Causeway.Core.Publishing;
using Path = System.IO.Path;

namespace Causeway.Configuration.Tests;

/// <summary>What DNS must say in each documented scenario.</summary>
public sealed class PlannedSampleTests
{
    [Theory]
    [InlineData("a1-hosted", "10 contoso-example.mail.cloud.example", "ip4:192.0.2.20", "ip4:192.0.2.20")]
    [InlineData("a2-moved-at-once", "10 contoso-example.mail.cloud.example", "ip4:192.0.2.20", "ip4:192.0.2.20")]
    [InlineData("b1-filter-all-cloud", "10 mx1.filter.example, 20 mx2.filter.example",
        "ip4:203.0.113.0/28 ip4:192.0.2.20", "ip4:192.0.2.20")]
    [InlineData("b2-archive-all-cloud", "10 mx.archive.example",
        "ip4:203.0.113.16/28 ip4:192.0.2.20", "ip4:203.0.113.16/28")]
    [InlineData("c1-hybrid-mx-cloud", "10 contoso-example.mail.cloud.example",
        "ip4:192.0.2.20 ip4:198.51.100.25", "ip4:192.0.2.20")]
    [InlineData("c2-hybrid-centralized", "10 contoso-example.mail.cloud.example",
        "ip4:192.0.2.20 ip4:198.51.100.25", "ip4:192.0.2.20")]
    [InlineData("c3-hybrid-office-both-ways", "10 mail.contoso.example",
        "ip4:192.0.2.20 ip4:198.51.100.25", "ip4:198.51.100.25")]
    [InlineData("c4-hybrid-mx-office", "10 mail.contoso.example",
        "ip4:192.0.2.20 ip4:198.51.100.25", "ip4:192.0.2.20")]
    [InlineData("d-reference", "10 mx.filter.example",
        "ip4:192.0.2.10 ip4:192.0.2.20 ip4:198.51.100.25", "ip4:192.0.2.20")]
    [InlineData("d-connectors", "10 mx.filter.example",
        "ip4:192.0.2.10 ip4:192.0.2.20 ip4:198.51.100.25", "ip4:192.0.2.20")]
    [InlineData("d-exchange", "10 mx.filter.example",
        "ip4:192.0.2.0/28 include:spf.protection.outlook.com ip4:198.51.100.25",
        "include:spf.protection.outlook.com ip4:198.51.100.25")]
    [InlineData("d-filter-office-cloud", "10 mx.filter.example",
        "ip4:192.0.2.10 ip4:192.0.2.20 ip4:198.51.100.25", "ip4:192.0.2.20")]
    [InlineData("d-foreign-filter", "10 mx1.filter.example, 20 mx2.filter.example",
        "ip4:203.0.113.0/28 ip4:192.0.2.20 ip4:198.51.100.25", "ip4:192.0.2.20")]
    [InlineData("d-postfix-office", "10 mx.filter.example",
        "ip4:192.0.2.10 ip4:192.0.2.20 ip4:198.51.100.25", "ip4:192.0.2.20")]
    [InlineData("e-standalone-filter", "10 mx.filter.example",
        "ip4:192.0.2.10 ip4:198.51.100.25", "ip4:192.0.2.10")]
    [InlineData("i-partner-tls", "10 mx.filter.example",
        "ip4:192.0.2.10 ip4:192.0.2.20 ip4:198.51.100.25", "ip4:192.0.2.20")]
    [InlineData("j-coexistence", "10 contoso-example.mail.cloud.example",
        "ip4:192.0.2.20 ip4:198.51.100.25", "ip4:192.0.2.20")]
    public void Mx_and_both_forms_of_spf(string sample, string mx, string documented, string minimal)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "samples", "topologies", $"{sample}.yaml");
        var organization = TopologyReader.Read(path).Topology!.Organization;

        var full = Planner.Plan(organization, PlanOptions.Default);
        var least = Planner.Plan(organization, PlanOptions.Default with { Minimal = true });

        Assert.Equal(mx, string.Join(", ", Values(full, RecordPurpose.Mx)));
        Assert.Equal($"v=spf1 {documented} -all", Assert.Single(Values(full, RecordPurpose.Spf)));
        Assert.Equal($"v=spf1 {minimal} -all", Assert.Single(Values(least, RecordPurpose.Spf)));
        Assert.All(full.Records, record => Assert.NotEqual("", record.Why));
    }

    private static IEnumerable<string> Values(DnsPlan plan, RecordPurpose purpose) => plan.Records
        .Where(record => record.Name == "contoso.example" && record.Purpose == purpose)
        .Select(record => record.Value);
}
