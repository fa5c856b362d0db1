using System.Net;
using Causeway.Authentication.Spf;
using Causeway.Dns;
using CsCheck;

namespace Causeway.Authentication.Tests.Spf;

/// <summary>The limits of RFC 7208 section 4.6.4.</summary>
public sealed class SpfLimitTests
{
    [Theory]
    [InlineData(10, SpfResult.Pass)]
    [InlineData(11, SpfResult.PermError)]
    public async Task Ten_terms_ask_DNS_and_the_next_one_is_permerror(int terms, SpfResult result)
    {
        var zone = Zone($"v=spf1{string.Concat(Enumerable.Repeat(" ?a:b.example", terms))} ip4:192.0.2.1");
        var verdict = await CheckAsync(zone);
        Assert.Equal((result, 10), (verdict.Result, verdict.Lookups));
    }

    [Theory]
    [InlineData("v=spf1 include:a.example")]
    [InlineData("v=spf1 redirect=a.example")]
    [InlineData("v=spf1 ?include:c.example redirect=a.example")]
    public async Task A_record_that_leads_to_itself_ends_at_the_limit(string record)
    {
        var zone = new CountingZone(Zone(record));
        Assert.Equal(SpfResult.PermError, (await CheckAsync(zone)).Result);
        Assert.Equal(11, zone.Questions.Count);
    }

    [Fact]
    public async Task A_term_that_is_not_reached_counts_for_nothing()
    {
        var verdict = await CheckAsync(Zone(
            "v=spf1 ip4:192.0.2.1 include:a.example redirect=a.example" + string.Concat(Enumerable.Repeat(" mx", 20))));
        Assert.Equal((SpfResult.Pass, 0), (verdict.Result, verdict.Lookups));
    }

    [Theory]
    [InlineData("a:gone.example mx:gone.example", SpfResult.Neutral)]
    [InlineData("a:gone.example exists:gone.example ptr", SpfResult.PermError)]
    [InlineData("a:gone.example exists:gone.example include:c.example", SpfResult.Neutral)]
    [InlineData("a:gone.example exists:gone.example a:..gone.example a:x\\y.gone.example", SpfResult.Neutral)]
    [InlineData("mx:lost.example", SpfResult.PermError)]
    [InlineData("ptr ptr:c.example ptr:d.example", SpfResult.Neutral)]
    public async Task Two_look_ups_may_find_nothing(string terms, SpfResult result)
    {
        var zone = Zone($"v=spf1 {terms} ?all");
        zone.Mx["lost.example"] = ["1 gone.example", "2 gone.example", "3 gone.example"];
        Assert.Equal(result, (await CheckAsync(zone)).Result);
    }

    [Theory]
    [InlineData("2001:db8::1", "mx a:six.example", SpfResult.Pass)]
    [InlineData("2001:db8::1", "mx mx:b.example mx:c.example a:six.example", SpfResult.Pass)]
    [InlineData("2001:db8::1", "a:b.example a:b.example a:b.example", SpfResult.PermError)]
    [InlineData("192.0.2.1", "mx a:six.example ?all", SpfResult.Neutral)]
    public async Task Mail_hosts_of_the_other_family_are_there(string client, string terms, SpfResult result)
    {
        var zone = Zone($"v=spf1 {terms}");
        zone.Mx["a.example"] = ["1 b.example", "2 b.example", "3 b.example"];
        zone.Addresses["b.example"] = ["192.0.2.9"];
        zone.Addresses["six.example"] = ["2001:db8::1"];
        Assert.Equal(result, (await CheckAsync(zone, client)).Result);
    }

    [Fact]
    public async Task Names_of_the_client_that_lead_nowhere_cannot_turn_a_fail_into_an_error()
    {
        var zone = Zone("v=spf1 ptr -all");
        zone.Pointers["192.0.2.1"] = [.. Enumerable.Range(0, 20).Select(n => $"n{n}.gone.example")];
        var counting = new CountingZone(zone);
        var verdict = await CheckAsync(counting);
        Assert.Equal((SpfResult.Fail, 1, 0), (verdict.Result, verdict.Lookups, verdict.VoidLookups));
        Assert.Equal(12, counting.Questions.Count);
    }

    [Theory]
    [InlineData(10, SpfResult.Neutral)]
    [InlineData(11, SpfResult.PermError)]
    public async Task Ten_mail_hosts_are_asked_for_and_more_are_permerror(int hosts, SpfResult result)
    {
        var zone = Zone("v=spf1 mx");
        zone.Mx["a.example"] = [.. Enumerable.Range(0, hosts).Select(n => $"{n} b.example")];
        Assert.Equal(result, (await CheckAsync(zone)).Result);
    }

    [Theory]
    [InlineData(9, SpfResult.Pass)]
    [InlineData(10, SpfResult.PermError)]
    public async Task The_name_of_the_client_is_one_of_the_ten(int terms, SpfResult result)
    {
        var zone = Zone($"v=spf1{string.Concat(Enumerable.Repeat(" a:%{p}.b.example", terms))} +all");
        zone.Addresses["unknown.b.example"] = ["192.0.2.9"];
        Assert.Equal(result, (await CheckAsync(zone)).Result);
    }

    [Fact]
    public Task Whatever_the_record_says_a_check_ends_within_its_limits() =>
        Gen.Select(SpfTexts.Records, SpfTexts.Records, Gen.OneOf(SpfTexts.Records, Gen.String), Gen.Bool).SampleAsync(
            async (own, other, third, isSix) =>
            {
                var zone = Zone(own);
                zone.Txt["b.example"] = [other];
                zone.Txt["c.example"] = [third];
                zone.Mx["a.example"] = ["1 b.example", "2 gone.example", "3 a.example"];
                zone.Mx["b.example"] = [.. Enumerable.Range(0, 10).Select(n => $"{n} b.example")];
                zone.Pointers["192.0.2.1"] = ["gone.example", "b.example", "x.a.example"];
                var counting = new CountingZone(zone);
                var verdict = await CheckAsync(counting, isSix ? "2001:db8::1" : "192.0.2.1");
                Assert.InRange(verdict.Lookups, 0, 10);
                Assert.InRange(verdict.VoidLookups, 0, 2);
                Assert.InRange(counting.Questions.Count, 0, 1 + (10 * 11) + 11 + 1);
                Assert.InRange(counting.Questions.Count(each => each[..4] == "PTR "), 0, 1);
            });

    private static FakeZone Zone(string record) => new()
    {
        Txt = { ["a.example"] = [record], ["c.example"] = ["v=spf1"] },
        Addresses = { ["b.example"] = ["192.0.2.9", "2001:db8::9"] },
    };

    private static ValueTask<SpfVerdict> CheckAsync(IResolver zone, string client = "192.0.2.1") =>
        new SpfEvaluator(zone).CheckAsync(
            IPAddress.Parse(client), "h.example", "x@a.example", TestContext.Current.CancellationToken);
}
