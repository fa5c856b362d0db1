using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Publishing;
using Causeway.Core.Topology;

namespace Causeway.Core.Tests.Publishing;

public sealed class LeavingAuthenticationTests
{
    [Theory]
    [InlineData(true, "grace@contoso.example", OutboundPool.Normal, "pass", "pass", "pass")]
    [InlineData(false, "alice@fabrikam.example", OutboundPool.Normal, "pass", "original", "original")]
    [InlineData(false, "", OutboundPool.HighRisk, "pass", "original", "original")]
    [InlineData(true, "", OutboundPool.HighRisk, "pass", "pass", "pass")]
    [InlineData(false, "grace@contoso.example", OutboundPool.Normal, "pass", "original", "pass")]
    public void What_leaves_the_last_site_of_outbound(
        bool isOurs, string from, OutboundPool pool, string spf, string dkim, string dmarc)
    {
        var organization = Some.Organization();

        var leaving = LeavingAuthentication.Of(
            organization, organization[Some.Cloud], isOurs, ReversePath.Parse(from), pool);

        Assert.Equal((spf, dkim, dmarc), (leaving.Spf, leaving.Dkim, leaving.Dmarc));
        Assert.NotEqual("", leaving.Why);
    }

    [Fact]
    public void What_leaves_from_the_pool_relay_does_not_pass_in_our_name()
    {
        var organization = Some.Organization(sites: site => site with
        {
            Pools = new OutboundPools { Relay = [IPAddress.Parse("192.0.2.23")] },
        });

        var leaving = LeavingAuthentication.Of(organization, organization[Some.Cloud], isOurs: false,
            Some.Path(Some.Alice), OutboundPool.Relay);

        Assert.Equal(("fail", "original"), (leaving.Spf, leaving.Dmarc));
    }

    [Fact]
    public void A_notice_that_nothing_signs_fails_dmarc_unless_the_hosts_name_is_in_the_domain()
    {
        var organization = Some.Organization();
        var filter = organization[Some.Filter] with { Platform = Platform.Postfix };

        var far = LeavingAuthentication.Of(
            organization, filter, isOurs: true, ReversePath.Null, OutboundPool.Normal);
        var near = LeavingAuthentication.Of(
            organization, filter with { Host = "mx.contoso.example" }, isOurs: true,
            ReversePath.Null, OutboundPool.Normal);

        Assert.Equal(("pass", "none", "fail"), (far.Spf, far.Dkim, far.Dmarc));
        Assert.Equal("pass", near.Dmarc);
    }

    [Fact]
    public void A_platform_of_which_nobody_knows_whether_it_signs_passes_by_spf()
    {
        var organization = Some.Organization(sites: site => site with { Platform = Platform.Postfix });

        var leaving = LeavingAuthentication.Of(organization, organization[Some.Cloud], isOurs: true,
            Some.Path(Some.Grace), OutboundPool.Normal);

        Assert.Equal(("pass", "none", "pass"), (leaving.Spf, leaving.Dkim, leaving.Dmarc));
    }
}
