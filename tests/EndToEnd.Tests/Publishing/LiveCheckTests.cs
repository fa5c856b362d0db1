using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Publishing;

/// <summary><c>check --live</c> and <c>dns check</c> against the running lab.</summary>
[Collection(LabAddresses.Collection)]
public sealed class LiveCheckTests(ServedLab lab) : IClassFixture<ServedLab>
{
    private const string Resolver = "127.0.0.53:2053";

    [Fact]
    public async Task The_labs_dns_says_what_its_arrows_say()
    {
        Assert.NotEqual(default, lab.Description);

        var check = await Command.JsonAsync("dns", "check", Repository.LabTopology, "--resolver", Resolver);

        Assert.All(check.GetProperty("spf").EnumerateArray(), probe => Assert.Equal(
            Timeline.Text(probe, "kind") == "stranger" ? "fail" : "pass", Timeline.Text(probe, "result")));
    }

    [Fact]
    public async Task Every_site_is_visited_and_only_the_first_takes_mail_from_a_stranger()
    {
        var proof = await Command.JsonAsync("check", Repository.LabTopology, "--live", "--resolver", Resolver);

        var sites = proof.GetProperty("live").EnumerateArray().ToDictionary(site => Timeline.Text(site, "site")!);
        Assert.Equal(["cloud", "filter", "office"], sites.Keys.Order());
        Assert.All(sites.Values, site =>
        {
            Shapes.AssertNames(site, "site", "host", "address", "banner", "tls", "names", "notAfter", "door",
                "unreachable", "findings");
            Assert.StartsWith("220 ", Timeline.Text(site, "banner"), StringComparison.Ordinal);
            Assert.StartsWith("TLS1.", Timeline.Text(site, "tls"), StringComparison.Ordinal);
            Assert.True(site.GetProperty("door").GetProperty("ok").GetBoolean(), site.ToString());
            Assert.Empty(site.GetProperty("findings").EnumerateArray());
        });
        Assert.Equal(["filter"], sites.Where(site => site.Value.GetProperty("door").GetProperty("taken").GetBoolean())
            .Select(site => site.Key));
        Assert.StartsWith(
            "550 5.7.51", Timeline.Text(sites["cloud"].GetProperty("door"), "reply"), StringComparison.Ordinal);
        Assert.Equal("pass", Timeline.Text(proof.GetProperty("properties").EnumerateArray()
            .Single(property => Timeline.Text(property, "id") == "P9"), "verdict"));
    }

    [Fact]
    public async Task What_cannot_be_reached_is_not_passed_over_in_silence()
    {
        var proof = await Command.CausewayAsync(
            "check", Repository.LabTopology, "--live", "--resolver", "127.0.0.53:2099");

        Assert.Contains("filter, cloud, office not reached from here", proof.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_that_leaves_is_explained_as_the_receiver_will_find_it()
    {
        var own = await LeavingAsync(Hosts.Grace, Hosts.Bob);
        var forwarded = await LeavingAsync(Hosts.Alice, "edsger@contoso.example");

        Assert.Equal("pass pass pass", own);
        Assert.Equal("pass original original", forwarded);

        static async Task<string> LeavingAsync(string from, string to)
        {
            var explained = await Command.JsonAsync(
                "explain", Repository.LabTopology, "--from", from, "--to", to);
            var leaving = explained.GetProperty("hops").EnumerateArray()
                .Single(hop => Timeline.Text(hop, "next") == "internet").GetProperty("authentication");
            Shapes.AssertNames(leaving, "spf", "dkim", "dmarc", "why");
            return string.Join(
                ' ', Timeline.Text(leaving, "spf"), Timeline.Text(leaving, "dkim"), Timeline.Text(leaving, "dmarc"));
        }
    }
}
