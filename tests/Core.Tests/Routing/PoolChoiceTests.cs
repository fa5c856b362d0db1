using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Tests.Routing;

public sealed class PoolChoiceTests
{
    private static readonly OutboundPools All = new()
    {
        Normal = [Address("192.0.2.20")], HighRisk = [Address("192.0.2.21")], Relay = [Address("192.0.2.22")],
    };

    [Theory]
    [InlineData("", false, OutboundPool.HighRisk, "192.0.2.21")]
    [InlineData("alice@fabrikam.example", false, OutboundPool.Relay, "192.0.2.22")]
    [InlineData("alice@fabrikam.example", true, OutboundPool.Relay, "192.0.2.22")]
    [InlineData("grace@contoso.example", false, OutboundPool.Normal, "192.0.2.20")]
    [InlineData("grace@contoso.mail.cloud.example", false, OutboundPool.Normal, "192.0.2.20")]
    [InlineData("grace@contoso.example", true, OutboundPool.HighRisk, "192.0.2.21")]
    public void The_reverse_path_and_the_limits_choose_the_pool(
        string from, bool isOverLimit, OutboundPool pool, string address)
    {
        var choice = Choose(All, from, isOverLimit);

        Assert.Equal(pool, choice.Pool);
        Assert.Equal((pool, Address(address)), choice.AddressFor(AddressFamily.InterNetwork, "fabrikam.example"));
        Assert.NotEmpty(choice.Why);
    }

    [Fact]
    public void A_pool_that_is_not_given_falls_back_and_says_so()
    {
        Assert.Equal(OutboundPool.Relay, Choose(All with { HighRisk = [] }, "").Pool);
        Assert.Equal(OutboundPool.HighRisk, Choose(All with { Relay = [] }, "alice@fabrikam.example").Pool);
        var last = Choose(All with { Relay = [], HighRisk = [] }, "");
        Assert.Equal(OutboundPool.Normal, last.Pool);
        Assert.EndsWith("the file gives no pool high-risk", last.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_stands_in_for_the_normal_pool_but_the_sites_own_address() =>
        Assert.Null(Choose(All with { Normal = [] }, "grace@contoso.example")
            .AddressFor(AddressFamily.InterNetwork, "fabrikam.example"));

    [Fact]
    public void Without_pools_every_copy_leaves_as_before()
    {
        var choice = Choose(OutboundPools.None, "");

        Assert.Equal(OutboundPool.Normal, choice.Pool);
        Assert.True(choice.Covers(AddressFamily.InterNetworkV6));
        Assert.Null(choice.AddressFor(AddressFamily.InterNetwork, "fabrikam.example"));
    }

    [Fact]
    public void A_pool_covers_the_families_of_its_addresses_and_falls_back_for_others()
    {
        var choice = Choose(All with { Normal = [Address("192.0.2.20"), Address("2001:db8::20")] }, "");

        Assert.True(choice.Covers(AddressFamily.InterNetwork));
        Assert.False(choice.Covers(AddressFamily.InterNetworkV6));
        Assert.Equal((OutboundPool.Normal, Address("2001:db8::20")),
            choice.AddressFor(AddressFamily.InterNetworkV6, "fabrikam.example"));
    }

    [Fact]
    public void A_destination_sees_one_address_and_all_addresses_are_used()
    {
        var choice = Choose(new OutboundPools
        {
            Normal = [.. Enumerable.Range(1, 4).Select(i => Address($"192.0.2.{i}"))],
        }, "grace@contoso.example");
        var seen = Enumerable.Range(0, 100).Select(i =>
            choice.AddressFor(AddressFamily.InterNetwork, $"d{i}.example")!.Value.Address).ToList();

        Assert.Equal(4, seen.Distinct().Count());
        Assert.Equal(seen[7], choice.AddressFor(AddressFamily.InterNetwork, "D7.example")!.Value.Address);
    }

    [Fact]
    public void A_site_owns_the_addresses_of_its_pools() =>
        Assert.Equal(Some.Cloud, With(All).SiteAt(Address("192.0.2.22"))!.Name);

    [Fact]
    public void Only_the_last_of_outbound_and_a_filter_send_to_the_internet() => Assert.Equal(
        ["filter", "cloud"],
        Some.Organization().Sites.Where(Some.Organization().SendsToInternet).Select(site => site.Name.Value));

    [Theory]
    [InlineData("alice@fabrikam.example", Entry.NotJudged, OutboundPool.Relay)]
    [InlineData("alice@fabrikam.example", Entry.Passed, OutboundPool.Normal)]
    [InlineData("alice@fabrikam.example", Entry.NotPassed, OutboundPool.Relay)]
    [InlineData("grace@contoso.example", Entry.NotPassed, OutboundPool.Relay)]
    [InlineData("grace@contoso.example", Entry.Passed, OutboundPool.Normal)]
    [InlineData("", Entry.Passed, OutboundPool.HighRisk)]
    public void Outside_mail_that_is_forwarded_takes_the_pool_that_its_proof_allows(
        string from, Entry entry, OutboundPool pool) =>
        Assert.Equal(pool, Choose(All, new Leaving(ReversePath.Parse(from)) { Entry = entry }).Pool);

    [Fact]
    public void Mail_of_ours_that_nobody_could_sign_takes_the_pool_for_high_risk() => Assert.Equal(
        OutboundPool.HighRisk,
        Choose(All, new Leaving(ReversePath.Parse("grace@contoso.example")) { LacksSignature = true }).Pool);

    private static PoolChoice Choose(OutboundPools pools, string from, bool isOverLimit = false) =>
        Choose(pools, new Leaving(ReversePath.Parse(from)) { IsOverLimit = isOverLimit });

    private static PoolChoice Choose(OutboundPools pools, Leaving leaving)
    {
        var organization = With(pools);
        return PoolChoice.Of(organization, organization[Some.Cloud], leaving);
    }

    private static Organization With(OutboundPools pools) =>
        Some.Organization(sites: site => site.Name == Some.Cloud ? site with { Pools = pools } : site);

    private static IPAddress Address(string text) => IPAddress.Parse(text);
}
