using System.Net;
using Causeway.Authentication.Spf;
using Causeway.Dns;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Authentication.Tests.Spf;

/// <summary>Macros and explanations (RFC 7208 sections 6.2 and 7).</summary>
public sealed class SpfMacroTests
{
    private const string Sender = "strong-bad@email.example.com";

    // The examples of RFC 7208 section 7.4.
    [Theory]
    [InlineData("%{s}", "strong-bad@email.example.com")]
    [InlineData("%{o}", "email.example.com")]
    [InlineData("%{d}", "email.example.com")]
    [InlineData("%{d4}", "email.example.com")]
    [InlineData("%{d3}", "email.example.com")]
    [InlineData("%{d2}", "example.com")]
    [InlineData("%{d1}", "com")]
    [InlineData("%{dr}", "com.example.email")]
    [InlineData("%{d2r}", "example.email")]
    [InlineData("%{l}", "strong-bad")]
    [InlineData("%{l-}", "strong.bad")]
    [InlineData("%{lr}", "strong-bad")]
    [InlineData("%{lr-}", "bad.strong")]
    [InlineData("%{l1r-}", "strong")]
    [InlineData("%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com")]
    [InlineData("%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com")]
    [InlineData("%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com")]
    [InlineData("%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "3.2.0.192.in-addr.strong.lp._spf.example.com")]
    [InlineData("%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net")]
    [InlineData("%{D99999999999}", "email.example.com")]
    [InlineData("%{sR@}.x", null)]
    [InlineData("%{S}", "strong-bad%40email.example.com")]
    [InlineData("%{h}", "mail helo.example")]
    [InlineData("%{H}", "mail%20helo.example")]
    [InlineData("%%%_%-", "% %20")]
    [InlineData("%{c} %{r} %{t}", "192.0.2.3 unknown 1000000000")]
    [InlineData("Why? See http://%{d}/?%{L}&%{i}.", "Why? See http://email.example.com/?strong-bad&192.0.2.3.")]
    [InlineData("%{p}", "unknown")]
    [InlineData("100%", null)]
    [InlineData("a\nb", null)]
    [InlineData("caf\u00e9", null)]
    public async Task An_explanation_has_its_macros_expanded(string text, string? explanation) =>
        Assert.Equal(explanation, (await ExplainAsync(text, "192.0.2.3")).Explanation);

    [Fact]
    public async Task An_IPv6_address_has_its_nibbles_parted_by_dots() => Assert.Equal(
        "1.0.B.C.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.B.D.0.1.0.0.2.ip6._spf.example.com 2001:db8::cb01",
        (await ExplainAsync("%{ir}.%{v}._spf.%{d2} %{c}", "2001:db8::cb01")).Explanation);

    [Theory]
    [InlineData("a.example email.example.com x.email.example.com", "email.example.com")]
    [InlineData("a.example x.email.example.com", "x.email.example.com")]
    [InlineData("a.example b.example", "a.example")]
    [InlineData("gone.example b.example", "b.example")]
    public async Task The_name_of_the_client_is_that_of_the_domain_where_it_has_one(string names, string name)
    {
        var zone = Zone("%{p}");
        zone.Pointers["192.0.2.3"] = names.Split(' ');
        foreach (var each in names.Split(' ').Where(each => each != "gone.example"))
        {
            zone.Addresses[each] = ["192.0.2.3"];
        }

        Assert.Equal(name, (await CheckAsync(zone, "192.0.2.3")).Explanation);
    }

    [Fact]
    public async Task An_explanation_is_no_longer_than_a_reply_line_has_room_for() =>
        Assert.Equal(400, (await ExplainAsync(string.Concat(Enumerable.Repeat("%{s}", 5000)), "192.0.2.3"))
            .Explanation!.Length);

    [Fact]
    public async Task A_local_part_beyond_US_ASCII_gives_no_explanation_and_no_match()
    {
        var zone = Zone("%{l}");
        zone.Txt["email.example.com"] = ["v=spf1 exists:%{l}.example.com -all exp=why.example"];
        zone.Addresses["b\u00fcro.example.com"] = ["127.0.0.2"];
        var verdict = await new SpfEvaluator(zone) { FetchesExplanation = true }.CheckAsync(
            IPAddress.Loopback, "h.example", "b\u00fcro@email.example.com", TestContext.Current.CancellationToken);
        Assert.Equal((SpfResult.Fail, null), (verdict.Result, verdict.Explanation));
    }

    [Theory]
    [InlineData("v=spf1 a:%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.xy")]
    [InlineData("v=spf1 a:%{d15}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.%{d}.xy.")]
    public async Task A_name_that_is_too_long_loses_labels_on_its_left(string record)
    {
        var zone = new CountingZone(new FakeZone { Txt = { ["email.example.com"] = [record] } });
        await CheckAsync(zone, "192.0.2.3");
        Assert.Equal(
            "A example.com." + string.Concat(Enumerable.Repeat("email.example.com.", 13)) + "xy", zone.Questions[^1]);
    }

    [Fact]
    public async Task A_label_that_is_too_long_is_not_asked_for()
    {
        var zone = new CountingZone(new FakeZone
        {
            Txt = { ["email.example.com"] = ["v=spf1 a:x%{d1}%{d1}%{d1}" + new string('x', 70) + ".example.com ?all"] },
        });
        Assert.Equal(SpfResult.Neutral, (await CheckAsync(zone, "192.0.2.3")).Result);
        Assert.Equal(["TXT email.example.com"], zone.Questions);
    }

    [Theory]
    [InlineData("v=spf1 include:b.example -all exp=why.example", "own")]
    [InlineData("v=spf1 redirect=b.example exp=why.example", "theirs of b.example")]
    [InlineData("v=spf1 -all", null)]
    [InlineData("v=spf1 -all exp=two.example", null)]
    [InlineData("v=spf1 -all exp=fault.example", null)]
    [InlineData("v=spf1 -all exp=gone.example", null)]
    [InlineData("v=spf1 -all exp=..%{l}..", null)]
    public async Task The_explanation_is_that_of_the_record_that_said_fail(string record, string? explanation)
    {
        var zone = Zone("own");
        zone.Txt["email.example.com"] = [record];
        zone.Txt["b.example"] = ["v=spf1 -all exp=%{l}.b.example"];
        zone.Txt["strong-bad.b.example"] = ["theirs of %{d}"];
        zone.Txt["two.example"] = ["one", "two"];
        zone.Faults.Add("fault.example");
        var verdict = await CheckAsync(zone, "192.0.2.3");
        Assert.Equal(verdict.Mechanism is null ? SpfResult.PermError : SpfResult.Fail, verdict.Result);
        Assert.Equal(explanation, verdict.Explanation);
    }

    [Theory]
    [InlineData("v=spf1 ~all exp=why.example")]
    [InlineData("v=spf1 ?all exp=why.example")]
    [InlineData("v=spf1 all exp=why.example")]
    [InlineData("v=spf1 oops exp=why.example")]
    public async Task What_is_no_fail_has_no_explanation_and_asks_for_none(string record)
    {
        var zone = Zone("own");
        zone.Txt["email.example.com"] = [record];
        var counting = new CountingZone(zone);
        Assert.Null((await CheckAsync(counting, "192.0.2.3")).Explanation);
        Assert.Equal(["TXT email.example.com"], counting.Questions);
    }

    [Fact]
    public async Task An_explanation_that_nobody_asked_for_is_not_fetched()
    {
        var zone = new CountingZone(Zone("own"));
        var verdict = await new SpfEvaluator(zone).CheckAsync(
            IPAddress.Loopback, "h.example", "x@email.example.com", TestContext.Current.CancellationToken);
        Assert.Equal((SpfResult.Fail, null), (verdict.Result, verdict.Explanation));
        Assert.Equal(["TXT email.example.com"], zone.Questions);
    }

    private static FakeZone Zone(string explanation) => new()
    {
        Txt = { ["email.example.com"] = ["v=spf1 -all exp=why.example"], ["why.example"] = [explanation] },
    };

    private static ValueTask<SpfVerdict> ExplainAsync(string explanation, string client) =>
        CheckAsync(Zone(explanation), client);

    private static ValueTask<SpfVerdict> CheckAsync(IResolver zone, string client) =>
        new SpfEvaluator(zone, new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_000_000_000)))
        {
            FetchesExplanation = true,
        }.CheckAsync(IPAddress.Parse(client), "mail helo.example", Sender, TestContext.Current.CancellationToken);
}
