using System.Collections.Immutable;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Dmarc;
using Causeway.Authentication.Spf;
using Causeway.Dns;
using Causeway.Mail;

namespace Causeway.Authentication.Tests.Dmarc;

public sealed class DmarcEvaluatorTests
{
    private readonly FakeZone zone = new()
    {
        Txt =
        {
            ["_dmarc.contoso.example"] = ["v=DMARC1; p=reject; sp=quarantine; np=reject"],
            ["_dmarc.strict.example"] = ["v=DMARC1; p=reject; adkim=s; aspf=s"],
            ["_dmarc.shared.example"] = ["v=DMARC1; p=reject; psd=y; sp=quarantine; np=reject"],
            ["_dmarc.b.shared.example"] = ["v=DMARC1; p=none"],
            ["_dmarc.lab.contoso.example"] = ["v=DMARC1; p=quarantine; psd=n"],
            ["_dmarc.two.example"] = ["v=DMARC1; p=reject", "v=DMARC1; p=none"],
            ["_dmarc.broken.example"] = ["v=DMARC1; p=drop", "something else"],
            ["_dmarc.curious.example"] = ["v=DMARC1; rua=mailto:a@curious.example"],
            ["_dmarc.bare.example"] = ["v=DMARC1; psd=y"],
            ["_dmarc.own.bare.example"] = ["v=DMARC1; p=reject"],
            ["_dmarc.corp"] = ["v=DMARC1; p=reject"],
        },
        Addresses =
        {
            ["news.contoso.example"] = ["192.0.2.1"],
            ["a.lab.contoso.example"] = ["192.0.2.1"],
            ["a.shared.example"] = ["192.0.2.1"],
            ["x.a.shared.example"] = ["192.0.2.1"],
        },
    };

    [Theory]
    [InlineData("contoso.example", "contoso.example", "pass")]
    [InlineData("contoso.example", "news.contoso.example", "pass")]
    [InlineData("news.contoso.example", "contoso.example", "pass")]
    [InlineData("news.contoso.example", "other.contoso.example", "pass")]
    [InlineData("contoso.example", "notcontoso.example", "fail")]
    [InlineData("contoso.example", "contoso.example.fabrikam.example", "fail")]
    [InlineData("contoso.example", "example", "fail")]
    [InlineData("strict.example", "strict.example", "pass")]
    [InlineData("strict.example", "a.strict.example", "fail")]
    [InlineData("a.strict.example", "strict.example", "fail")]
    [InlineData("a.shared.example", "x.a.shared.example", "pass")]
    [InlineData("a.shared.example", "b.shared.example", "fail")]
    [InlineData("a.shared.example", "shared.example", "fail")]
    [InlineData("shared.example", "shared.example", "pass")]
    [InlineData("shared.example", "a.shared.example", "fail")]
    [InlineData("a.lab.contoso.example", "lab.contoso.example", "pass")]
    [InlineData("a.lab.contoso.example", "contoso.example", "fail")]
    [InlineData("contoso.example", "lab.contoso.example", "fail")]
    [InlineData("unknown.example", "unknown.example", "none")]
    [InlineData("1.2.3.4.5.6.7.8.a.shared.example", "x.a.shared.example", "pass")]
    [InlineData("1.2.3.4.5.6.7.8.a.shared.example", "b.shared.example", "fail")]
    [InlineData("own.bare.example", "x.own.bare.example", "pass")]
    [InlineData("own.bare.example", "other.bare.example", "fail")]
    [InlineData("other.bare.example", "other.bare.example", "none")]
    [InlineData("a.corp", "b.corp", "pass")]
    [InlineData("corp", "b.corp", "pass")]
    [InlineData("curious.example", "x.curious.example", "pass")]
    [InlineData("curious.example", "fabrikam.example", "fail")]
    [InlineData("two.example", "fabrikam.example", "none")]
    [InlineData("broken.example", "broken.example", "none")]
    public async Task Alignment_is_by_the_organizational_domain(string author, string sender, string result)
    {
        foreach (var verdict in new[]
        {
            await CheckAsync(author, Spf(SpfResult.Pass, sender), []),
            await CheckAsync(author, Spf(SpfResult.None, ""), [Dkim(DkimResult.Pass, sender)]),
        })
        {
            Assert.Equal(result, verdict.Result.ToString().ToLowerInvariant());
            Assert.Equal(author, verdict.AuthorDomain);
            Assert.Equal(result == "pass", verdict.IsSpfAligned || verdict.IsDkimAligned);
            Assert.Equal(result == "none", verdict.Policy is null);
        }
    }

    [Theory]
    [InlineData("contoso.example", "contoso.example", DmarcPolicy.Reject)]
    [InlineData("news.contoso.example", "contoso.example", DmarcPolicy.Quarantine)]
    [InlineData("made-up.contoso.example", "contoso.example", DmarcPolicy.Reject)]
    [InlineData("a.shared.example", "shared.example", DmarcPolicy.Quarantine)]
    [InlineData("made-up.shared.example", "shared.example", DmarcPolicy.Reject)]
    [InlineData("shared.example", "shared.example", DmarcPolicy.Reject)]
    [InlineData("b.shared.example", "b.shared.example", DmarcPolicy.None)]
    [InlineData("x.curious.example", "curious.example", DmarcPolicy.None)]
    [InlineData("corp", "corp", DmarcPolicy.Reject)]
    [InlineData("a.lab.contoso.example", "lab.contoso.example", DmarcPolicy.Quarantine)]
    public async Task The_policy_is_of_the_author_domain_or_of_the_organizational_one_or_of_the_suffix(
        string author, string domain, DmarcPolicy policy)
    {
        var verdict = await CheckAsync(author, Spf(SpfResult.Fail, "fabrikam.example"), []);
        Assert.Equal(DmarcResult.Fail, verdict.Result);
        Assert.Equal(domain, verdict.PolicyDomain);
        Assert.Equal(policy, verdict.Policy);
    }

    [Fact]
    public void A_walk_asks_at_most_eight_names() => Assert.Equal(
        [
            "a.b.c.d.e.f.g.h.i.j.mail.example.com", "g.h.i.j.mail.example.com", "h.i.j.mail.example.com",
            "i.j.mail.example.com", "j.mail.example.com", "mail.example.com", "example.com", "com",
        ],
        TreeWalk.Names("a.b.c.d.e.f.g.h.i.j.mail.example.com"));

    [Theory]
    [InlineData("com", "com")]
    [InlineData("a.example.com", "a.example.com example.com com")]
    [InlineData("1.2.3.4.5.6.7.8", "1.2.3.4.5.6.7.8 2.3.4.5.6.7.8 3.4.5.6.7.8 4.5.6.7.8 5.6.7.8 6.7.8 7.8 8")]
    public void A_walk_goes_label_by_label(string start, string names) =>
        Assert.Equal(names.Split(' '), TreeWalk.Names(start));

    [Theory]
    [InlineData(DkimResult.Fail)]
    [InlineData(DkimResult.Neutral)]
    [InlineData(DkimResult.Policy)]
    [InlineData(DkimResult.PermError)]
    public async Task Only_a_good_signature_counts(DkimResult result)
    {
        var verdict = await CheckAsync(
            "contoso.example", Spf(SpfResult.SoftFail, "contoso.example"), [Dkim(result, "contoso.example")]);
        Assert.Equal(DmarcResult.Fail, verdict.Result);
    }

    [Fact]
    public async Task A_signature_that_leaves_the_end_of_the_body_to_anybody_does_not_count()
    {
        var partial = Dkim(DkimResult.Pass, "contoso.example") with { IsBodyPartial = true };
        Assert.Equal(
            DmarcResult.Fail, (await CheckAsync("contoso.example", Spf(SpfResult.None, ""), [partial])).Result);
        Assert.Equal(
            DmarcResult.Pass,
            (await CheckAsync("contoso.example", Spf(SpfResult.None, ""),
                [partial, Dkim(DkimResult.Pass, "contoso.example")])).Result);
    }

    [Fact]
    public async Task A_key_in_test_mode_is_as_good_as_any()
    {
        var test = Dkim(DkimResult.Pass, "contoso.example") with { IsTest = true };
        Assert.Equal(
            DmarcResult.Pass, (await CheckAsync("contoso.example", Spf(SpfResult.None, ""), [test])).Result);
    }

    [Theory]
    [InlineData(SpfResult.TempError, "contoso.example", DkimResult.Fail, "contoso.example", "temperror")]
    [InlineData(SpfResult.TempError, "news.contoso.example", DkimResult.Fail, "contoso.example", "temperror")]
    [InlineData(SpfResult.Fail, "contoso.example", DkimResult.TempError, "contoso.example", "temperror")]
    [InlineData(SpfResult.TempError, "contoso.example", DkimResult.Pass, "contoso.example", "pass")]
    [InlineData(SpfResult.Pass, "contoso.example", DkimResult.TempError, "contoso.example", "pass")]
    [InlineData(SpfResult.TempError, "fabrikam.example", DkimResult.TempError, "fabrikam.example", "fail")]
    public async Task What_a_fault_could_have_let_pass_does_not_fail(
        SpfResult spf, string from, DkimResult dkim, string signer, string result)
    {
        var verdict = await CheckAsync("contoso.example", Spf(spf, from), [Dkim(dkim, signer)]);
        Assert.Equal(result, verdict.Result.ToString().ToLowerInvariant());
    }

    [Theory]
    [InlineData("_dmarc.news.contoso.example", "news.contoso.example", "contoso.example", "temperror")]
    [InlineData("_dmarc.contoso.example", "news.contoso.example", "contoso.example", "temperror")]
    [InlineData("_dmarc.contoso.example", "contoso.example", "contoso.example", "temperror")]
    [InlineData("_dmarc.example", "news.contoso.example", "fabrikam.example", "temperror")]
    [InlineData("_dmarc.example", "contoso.example", "contoso.example", "pass")]
    [InlineData("_dmarc.example", "contoso.example", "news.contoso.example", "temperror")]
    [InlineData("_dmarc.example", "contoso.example", "fabrikam.test", "fail")]
    [InlineData("_dmarc.example", "strict.example", "fabrikam.example", "fail")]
    [InlineData("_dmarc.other.contoso.example", "contoso.example", "other.contoso.example", "temperror")]
    [InlineData("address made-up.contoso.example", "made-up.contoso.example", "fabrikam.example", "temperror")]
    [InlineData("address made-up.contoso.example", "made-up.contoso.example", "contoso.example", "pass")]
    public async Task A_fault_of_the_policy_s_look_up_is_neither_pass_nor_fail(
        string fault, string author, string sender, string result)
    {
        zone.Faults.Add(fault);
        var verdict = await CheckAsync(author, Spf(SpfResult.Pass, sender), []);
        Assert.Equal(result, verdict.Result.ToString().ToLowerInvariant());
    }

    [Theory]
    [InlineData("From: a@unknown.example, b@contoso.example\n", "fail", DmarcPolicy.Reject)]
    [InlineData("From: a@b.shared.example\nFrom: a@lab.contoso.example\n", "fail", DmarcPolicy.Quarantine)]
    [InlineData("From: a@unknown.example\nFrom: a@elsewhere.example\n", "permerror", null)]
    [InlineData("Subject: nobody\n", "permerror", null)]
    public async Task Without_one_author_domain_the_strictest_policy_of_all_that_are_named_decides(
        string header, string result, DmarcPolicy? policy)
    {
        var author = AuthorDomain.Of(HeaderBlock.Scan(Lines(header)));
        var verdict = await new DmarcEvaluator(zone).CheckAsync(
            author, Spf(SpfResult.Pass, "contoso.example"), [Dkim(DkimResult.Pass, "unknown.example")],
            TestContext.Current.CancellationToken);
        Assert.Null(verdict.AuthorDomain);
        Assert.Equal(result, verdict.Result.ToString().ToLowerInvariant());
        Assert.Equal(policy, verdict.Policy);
    }

    [Fact]
    public async Task Of_several_domains_a_fault_of_one_is_neither_pass_nor_fail()
    {
        zone.Faults.Add("_dmarc.contoso.example");
        var author = AuthorDomain.Of(HeaderBlock.Scan(Lines("From: a@unknown.example, b@contoso.example\n")));
        var verdict = await new DmarcEvaluator(zone).CheckAsync(
            author, Spf(SpfResult.Pass, "unknown.example"), [], TestContext.Current.CancellationToken);
        Assert.Equal(DmarcResult.TempError, verdict.Result);
    }

    private static byte[] Lines(string header) =>
        System.Text.Encoding.UTF8.GetBytes((header + "\n").ReplaceLineEndings("\r\n"));

    private static SpfVerdict Spf(SpfResult result, string domain) => new(result, domain, IsOfHelo: false);

    private static DkimVerdict Dkim(DkimResult result, string domain) => new(result, domain, "s");

    private ValueTask<DmarcVerdict> CheckAsync(string author, SpfVerdict spf, ImmutableArray<DkimVerdict> dkim) =>
        new DmarcEvaluator(zone).CheckAsync(
            AuthorDomain.Of(HeaderBlock.Scan(Lines($"From: a@{author}\n"))), spf, dkim,
            TestContext.Current.CancellationToken);
}
