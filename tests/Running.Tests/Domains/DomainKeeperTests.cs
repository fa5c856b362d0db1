using Causeway.Core.Addresses;
using Causeway.Directories;

namespace Causeway.Running.Tests.Domains;

public sealed class DomainKeeperTests
{
    private const string Shared = "woodgrove.example";

    [Fact]
    public async Task Domains_whose_DNS_does_not_answer_hold_up_no_other_organization()
    {
        await using var site = await TwoOrganizations.OpenAsync(
            [.. Enumerable.Range(0, 100).Select(number => $"d{number}.dead.example")], ["northwind.example"]);
        site.Dns.Silent.Add("dead.example");
        await using var keeper = site.Keep();
        var domain = DomainName.Parse("northwind.example");
        await TwoOrganizations.UntilAsync(() => keeper.Tries.Find("northwind", domain) is not null);
        Assert.False(site.Has("northwind", domain.Value));

        site.Publish("northwind", domain.Value);
        await TwoOrganizations.UntilAsync(() =>
        {
            site.Clock.Advance(TimeSpan.FromSeconds(2));
            return site.Has("northwind", domain.Value);
        });
    }

    [Fact]
    public async Task Many_domains_of_one_organization_do_not_wait_for_the_next_look()
    {
        string[] all = [.. Enumerable.Range(0, 20).Select(number => $"d{number}.example")];
        await using var site = await TwoOrganizations.OpenAsync([.. all], ["northwind.example"]);
        all.ToList().ForEach(domain => site.Publish("contoso", domain));
        await using var keeper = site.Keep();

        await TwoOrganizations.UntilAsync(() => all.All(domain => site.Has("contoso", domain)));
    }

    [Fact]
    public async Task Of_two_that_have_a_domain_the_one_keeps_it_whose_proof_was_seen_last()
    {
        await using var site = await TwoOrganizations.OpenAsync([Shared], [Shared]);
        Prove(site, "contoso", TimeSpan.FromHours(2));
        Prove(site, "northwind", TimeSpan.FromHours(1));
        await using var keeper = site.Keep();

        await TwoOrganizations.UntilAsync(() => !site.Has("contoso", Shared));
        Assert.True(site.Has("northwind", Shared));
    }

    [Fact]
    public async Task An_organization_that_is_not_served_any_more_has_no_domains()
    {
        await using var site = await TwoOrganizations.OpenAsync(["contoso.example"], ["northwind.example"]);
        Prove(site, "gone", TimeSpan.FromHours(1));
        await using var keeper = site.Keep();

        await TwoOrganizations.UntilAsync(() => !site.Has("gone", Shared));
    }

    private static void Prove(TwoOrganizations site, string organization, TimeSpan ago)
    {
        var seen = site.Clock.GetUtcNow() - ago;
        site.Directories.Store.ChangeDomains(
            organization,
            _ => [new DomainChange(DomainName.Parse(Shared), new DomainProof(ProofSource.Txt, seen, seen, null))]);
    }
}
