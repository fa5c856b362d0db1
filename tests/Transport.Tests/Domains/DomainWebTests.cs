using Causeway.Core.Addresses;
using Causeway.Dns;
using Causeway.Transport.Domains;

namespace Causeway.Transport.Tests.Domains;

/// <summary>A stranger's name leads a site nowhere but to the public Internet.</summary>
public sealed class DomainWebTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("192.168.1.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("fd00::1")]
    public async Task Inside_addresses_are_not_connected_to(string address)
    {
        var zone = new FakeZone { Addresses = { ["contoso.example"] = [address] } };

        var file = await FetchAsync(zone);

        Assert.Null(file.Text);
        Assert.Contains("contoso.example has no public address", file.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_domain_without_any_address_has_no_web_site() =>
        Assert.Contains("no public address", (await FetchAsync(new FakeZone())).Why, StringComparison.Ordinal);

    [Fact]
    public async Task Where_dns_is_silent_it_is_not_said_that_there_is_no_address()
    {
        var file = await FetchAsync(new FakeZone { Faults = { "contoso.example" } });

        Assert.True(file.IsFault);
        Assert.Contains("DNS gave no answer for the addresses of contoso.example", file.Why, StringComparison.Ordinal);
    }

    private static async Task<DomainFile> FetchAsync(FakeZone zone) =>
        await new DomainWeb(zone, new MailHostOptions(), TimeProvider.System)
            .FetchAsync(DomainName.Parse("contoso.example"), TestContext.Current.CancellationToken);
}
