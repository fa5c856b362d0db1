using System.Net;
using Causeway.Authentication.Spf;
using Causeway.Core.Addresses;
using Causeway.Dns;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Authentication.Tests.Spf;

public sealed class SpfEvaluatorTests
{
    private static readonly IPAddress Client = IPAddress.Parse("192.0.2.1");

    [Fact]
    public async Task The_verdict_names_the_term_that_matched()
    {
        var verdict = await CheckAsync(new FakeZone { Txt = { ["a.example"] = ["v=spf1 ip4:192.0.2.0/24 -all"] } });
        Assert.Equal(
            (SpfResult.Pass, "a.example", false, "ip4:192.0.2.0/24"),
            (verdict.Result, verdict.Domain, verdict.IsOfHelo, verdict.Mechanism));
    }

    [Fact]
    public async Task Behind_an_include_the_mechanism_is_the_own_term_and_the_reason_names_the_inner_one()
    {
        var verdict = await CheckAsync(new FakeZone
        {
            Txt =
            {
                ["a.example"] = ["v=spf1 ?include:b.example -all"],
                ["b.example"] = ["v=spf1 ip4:192.0.2.1 -all"],
            },
        });
        Assert.Equal((SpfResult.Neutral, "?include:b.example"), (verdict.Result, verdict.Mechanism));
        Assert.Contains("ip4:192.0.2.1 of b.example", verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(1, verdict.Lookups);
    }

    [Fact]
    public async Task Behind_a_redirect_the_mechanism_is_that_of_the_other_record()
    {
        var verdict = await CheckAsync(new FakeZone
        {
            Txt = { ["a.example"] = ["v=spf1 redirect=b.example"], ["b.example"] = ["v=spf1 ~all"] },
        });
        Assert.Equal((SpfResult.SoftFail, "~all", "a.example"), (verdict.Result, verdict.Mechanism, verdict.Domain));
        Assert.Equal("~all of b.example.", verdict.Reason);
    }

    [Fact]
    public async Task A_null_reverse_path_is_judged_by_the_name_of_the_client()
    {
        var zone = new FakeZone
        {
            Txt =
            {
                ["mail.a.example"] = ["v=spf1 -all exp=why.a.example"], ["why.a.example"] = ["%{s} %{l} %{o} %{h}"],
            },
        };
        var evaluator = new SpfEvaluator(zone) { FetchesExplanation = true };
        var verdict = await evaluator.CheckAsync(Client, "mail.a.example", ReversePath.Null, Token);
        Assert.Equal((SpfResult.Fail, true, "mail.a.example"), (verdict.Result, verdict.IsOfHelo, verdict.Domain));
        Assert.Equal("postmaster@mail.a.example postmaster mail.a.example mail.a.example", verdict.Explanation);
        Assert.Equal(verdict, await evaluator.CheckHeloAsync(Client, "mail.a.example", Token));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("localhost.")]
    [InlineData("[192.0.2.1]")]
    [InlineData("[IPv6:2001:db8::1]")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..example")]
    [InlineData(".a.example")]
    [InlineData("a.example..")]
    [InlineData("b\u00fcro.example")]
    [InlineData("a\r\nb.example")]
    [InlineData("a23456789012345678901234567890123456789012345678901234567890123x.example")]
    public async Task What_is_no_domain_name_gives_none_and_asks_nothing(string helo)
    {
        var zone = new CountingZone(new FakeZone());
        var verdict = await new SpfEvaluator(zone).CheckHeloAsync(Client, helo, Token);
        Assert.Equal((SpfResult.None, true, helo), (verdict.Result, verdict.IsOfHelo, verdict.Domain));
        Assert.Empty(zone.Questions);
    }

    [Theory]
    [InlineData("a.example", SpfResult.Fail)]
    [InlineData("@a.example", SpfResult.Fail)]
    [InlineData("no quotes@a.example", SpfResult.Fail)]
    [InlineData("x@y@a.example", SpfResult.Fail)]
    [InlineData("x@", SpfResult.None)]
    [InlineData("@", SpfResult.None)]
    public async Task A_sender_that_is_no_address_is_judged_by_what_follows_its_last_at_sign(
        string from, SpfResult result)
    {
        var zone = new FakeZone { Txt = { ["a.example"] = ["v=spf1 -all"] } };
        Assert.Equal(result, (await new SpfEvaluator(zone).CheckAsync(Client, "h.example", from, Token)).Result);
    }

    [Fact]
    public async Task The_name_of_the_client_is_used_without_its_final_dot()
    {
        var zone = new FakeZone { Txt = { ["a.example"] = ["v=spf1 exists:%{h}.b.example"] },
            Addresses = { ["a.example.b.example"] = ["127.0.0.2"] } };
        Assert.Equal(SpfResult.Pass, (await new SpfEvaluator(zone).CheckHeloAsync(Client, "a.example.", Token)).Result);
    }

    [Theory]
    [InlineData("::ffff:192.0.2.1", SpfResult.Pass)]
    [InlineData("192.0.2.1", SpfResult.Pass)]
    [InlineData("2001:db8::1", SpfResult.SoftFail)]
    [InlineData("fe80::1%1", SpfResult.Neutral)]
    public async Task An_address_is_judged_by_its_own_family(string client, SpfResult result)
    {
        var zone = new FakeZone
        {
            Txt = { ["a.example"] = ["v=spf1 ?ip6:fe80::1 -ip6:::ffff:0:0/96 ip4:0.0.0.0/0 ~ip6:::/0 -all"] },
        };
        Assert.Equal(result, (await CheckAsync(zone, client)).Result);
    }

    [Theory]
    [InlineData("v=spf1 a", SpfResult.Pass, "A a.example")]
    [InlineData("v=spf1 a:b.example", SpfResult.Neutral, "A b.example")]
    [InlineData("v=spf1 a:b.example/24", SpfResult.Pass, "A b.example")]
    [InlineData("v=spf1 mx", SpfResult.Pass, "MX a.example; A b.example; A a.example")]
    [InlineData("v=spf1 mx:b.example", SpfResult.Neutral, "MX b.example")]
    [InlineData("v=spf1 mx:null.example", SpfResult.Neutral, "MX null.example")]
    [InlineData("v=spf1 exists:b.example", SpfResult.Pass, "A b.example")]
    [InlineData("v=spf1 exists:b..example", SpfResult.Neutral, "")]
    [InlineData("v=spf1 ptr", SpfResult.Pass, "PTR 192.0.2.1; A liar.example; A gone.example; A x.a.example")]
    [InlineData("v=spf1 ptr:liar.example", SpfResult.Neutral,
        "PTR 192.0.2.1; A liar.example; A gone.example; A x.a.example")]
    [InlineData("v=spf1 ptr:A.EXAMPLE ptr", SpfResult.Pass,
        "PTR 192.0.2.1; A liar.example; A gone.example; A x.a.example")]
    [InlineData("v=spf1 -all a mx ptr", SpfResult.Fail, "")]
    public async Task A_mechanism_asks_what_it_needs_and_matches_what_it_says(
        string record, SpfResult result, string questions)
    {
        var zone = new CountingZone(new FakeZone
        {
            Txt = { ["a.example"] = [record] },
            Addresses =
            {
                ["a.example"] = ["198.51.100.7", "192.0.2.1"], ["b.example"] = ["192.0.2.9", "2001:db8::1"],
                ["x.a.example"] = ["192.0.2.1"], ["liar.example"] = ["192.0.2.2"],
            },
            Mx = { ["a.example"] = ["10 b.example", "20 a.example", "30 gone.example"], ["null.example"] = ["0 ."] },
            Pointers = { ["192.0.2.1"] = ["liar.example", "gone.example", "x.a.example"] },
        });
        Assert.Equal(result, (await CheckAsync(zone)).Result);
        Assert.Equal("TXT a.example", zone.Questions[0]);
        Assert.Equal(questions, string.Join("; ", zone.Questions.Skip(1)));
    }

    [Theory]
    [InlineData("v=spf1 ip4:192.0.2.7 ~all", SpfResult.SoftFail)]
    [InlineData("v=spf1 ip4:192.0.2.1 ?all", SpfResult.Pass)]
    [InlineData("v=spf1 -ip4:192.0.2.1 all", SpfResult.SoftFail)]
    [InlineData("v=spf1 oops", SpfResult.PermError)]
    [InlineData("v=spf1 a:fault.example", SpfResult.TempError)]
    [InlineData("not one", SpfResult.PermError)]
    [InlineData(null, SpfResult.TempError)]
    public async Task Of_an_include_only_pass_matches_and_its_errors_are_errors(string? included, SpfResult result)
    {
        var zone = new FakeZone { Txt = { ["a.example"] = ["v=spf1 include:b.example ~all"] } };
        if (included is null)
        {
            zone.Faults.Add("b.example");
        }
        else
        {
            zone.Txt["b.example"] = [included];
        }

        zone.Faults.Add("fault.example");
        Assert.Equal(result, (await CheckAsync(zone)).Result);
    }

    [Theory]
    [InlineData("txt a.example")]
    [InlineData("address b.example")]
    [InlineData("mx c.example")]
    [InlineData("address d.example")]
    [InlineData("txt e.example")]
    [InlineData("txt f.example")]
    public async Task A_fault_of_DNS_is_temperror_and_never_a_fail(string fault)
    {
        var zone = new FakeZone
        {
            Txt =
            {
                ["a.example"] = ["v=spf1 a:b.example mx:c.example include:e.example redirect=f.example"],
                ["e.example"] = ["v=spf1 -all"], ["f.example"] = ["v=spf1 -all"],
            },
            Addresses = { ["b.example"] = ["192.0.2.9"], ["d.example"] = ["192.0.2.9"] },
            Mx = { ["c.example"] = ["10 d.example"] },
        };
        Assert.Equal(SpfResult.Fail, (await CheckAsync(zone)).Result);
        zone.Faults.Add(fault);
        Assert.Equal(SpfResult.TempError, (await CheckAsync(zone)).Result);
    }

    [Theory]
    [InlineData("ptr 192.0.2.1")]
    [InlineData("address x.a.example")]
    public async Task A_fault_of_the_clients_names_is_no_match(string fault)
    {
        var zone = new FakeZone
        {
            Txt = { ["a.example"] = ["v=spf1 ptr -all"] }, Pointers = { ["192.0.2.1"] = ["x.a.example"] },
            Addresses = { ["x.a.example"] = ["192.0.2.1"] }, Faults = { fault },
        };
        Assert.Equal(SpfResult.Fail, (await CheckAsync(zone)).Result);
    }

    [Fact]
    public async Task After_twenty_seconds_the_check_is_temperror()
    {
        var clock = new FakeTimeProvider();
        var zone = new CountingZone(new FakeZone { Txt = { ["a.example"] = ["v=spf1 -all"] } })
        {
            Asked = (_, token) =>
            {
                clock.Advance(TimeSpan.FromSeconds(21));
                return Task.FromCanceled(token);
            },
        };
        var verdict = await new SpfEvaluator(zone, clock)
            .CheckAsync(Client, "h.example", ReversePath.Parse("x@a.example"), Token);
        Assert.Equal((SpfResult.TempError, "a.example"), (verdict.Result, verdict.Domain));
        Assert.Contains("20 seconds", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_out_of_the_explanation_leaves_the_fail()
    {
        var clock = new FakeTimeProvider();
        var zone = new CountingZone(new FakeZone { Txt = { ["a.example"] = ["v=spf1 -all exp=why.example"] } })
        {
            Asked = (question, token) =>
            {
                clock.Advance(TimeSpan.FromSeconds(question == "TXT why.example" ? 21 : 0));
                return token.IsCancellationRequested ? Task.FromCanceled(token) : Task.CompletedTask;
            },
        };
        var verdict = await new SpfEvaluator(zone, clock) { FetchesExplanation = true }
            .CheckAsync(Client, "h.example", ReversePath.Parse("x@a.example"), Token);
        Assert.Equal((SpfResult.Fail, null), (verdict.Result, verdict.Explanation));
    }

    [Fact]
    public async Task A_cancelled_check_throws()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await new SpfEvaluator(new FakeZone())
            .CheckAsync(Client, "h.example", ReversePath.Parse("x@a.example"), cancelled.Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ValueTask<SpfVerdict> CheckAsync(IResolver zone, string client = "192.0.2.1") =>
        new SpfEvaluator(zone).CheckAsync(
            IPAddress.Parse(client), "h.example", ReversePath.Parse("x@a.example"), Token);
}
