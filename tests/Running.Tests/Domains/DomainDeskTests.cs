using Causeway.Admin;
using Causeway.Running.Domains;

namespace Causeway.Running.Tests.Domains;

public sealed class DomainDeskTests
{
    [Fact]
    public async Task An_order_is_answered_in_time_and_what_is_slow_keeps_no_other_domain_waiting()
    {
        await using var site = await TwoOrganizations.OpenAsync(
            ["a.dead.example", "b.dead.example", "quick.example"], ["northwind.example"]);
        site.Dns.Silent.Add("dead.example");
        site.Publish("contoso", "quick.example");
        await using var keeper = site.Keep();
        var order = new DirectoryOrder { Organization = "contoso", Kind = DirectoryOrderKind.VerifyDomains };
        var asked = new DomainDesk(keeper, site.Directories, site.Clock).CarryOutAsync(
            site.Tenants.Named("contoso")!, order, TestContext.Current.CancellationToken);
        await TwoOrganizations.UntilAsync(() => site.Has("contoso", "quick.example"));

        site.Clock.Advance(TimeSpan.FromSeconds(90));
        await TwoOrganizations.UntilAsync(() => asked.IsCompleted);

        var rows = (await asked).Domains!;
        Assert.Equal(
            [DomainStanding.Pending, DomainStanding.Pending, DomainStanding.Verified],
            rows.Select(row => row.Standing));
        Assert.Equal("fault", Assert.Single(rows[0].Looks).Verdict);
    }
}
