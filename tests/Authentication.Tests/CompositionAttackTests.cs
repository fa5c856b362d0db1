using System.Net;
using System.Text;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Dmarc;
using Causeway.Authentication.Results;
using Causeway.Authentication.Spf;
using Causeway.Authentication.Tests.Dkim;
using Causeway.Core.Addresses;
using Causeway.Dns;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Authentication.Tests;

/// <summary>
/// An attacker who owns evil.example, whose SPF and DKIM are in order, writes messages that some reader takes for those
/// of bank.example: none of them passes for a domain that did not send it.
/// </summary>
public sealed class CompositionAttackTests : IDisposable
{
    private static readonly IPAddress Client = IPAddress.Parse("192.0.2.66");

    private readonly SigningKey key =
        SigningKey.Create(SigningAlgorithm.Ed25519Sha256, DomainName.Parse("evil.example"), "s1");

    public void Dispose() => key.Dispose();

    [Theory]
    [InlineData("From: a@evil.example\nFrom: ceo@bank.example")]
    [InlineData("From: ceo@bank.example\nFrom: a@evil.example")]
    [InlineData("From: a@evil.example\nX-From: x\nfRoM: ceo@bank.example")]
    public Task Several_From_fields(string from) => IsRefusedAsync(from);

    [Theory]
    [InlineData("From: a@evil.example, ceo@bank.example")]
    [InlineData("From: ceo@bank.example,a@evil.example")]
    [InlineData("From: a@evil.example ceo@bank.example")]
    [InlineData("From: Boss: ceo@bank.example, a@evil.example;")]
    public Task Several_addresses(string from) => IsRefusedAsync(from);

    [Fact]
    public Task More_domains_than_are_looked_up_with_the_bank_behind_them() => IsRefusedAsync(
        $"From: {string.Concat(Enumerable.Range(0, 20).Select(i => $"a@d{i}.evil.example, "))}ceo@bank.example");

    [Theory]
    [InlineData("From : ceo@bank.example")]
    [InlineData("From\t: ceo@bank.example\nFrom: a@evil.example")]
    public Task White_space_before_the_colon(string from) => IsRefusedAsync(from);

    [Theory]
    [InlineData("From\n : ceo@bank.example\nFrom: a@evil.example")]
    [InlineData("Fr\n om: ceo@bank.example\nFrom: a@evil.example")]
    [InlineData("From:\n ceo@bank.example\n \n ,a@evil.example")]
    [InlineData("From: ceo@bank.\n example, a@evil.example")]
    public Task Folded_names_and_lines(string from) => IsRefusedAsync(from);

    [Theory]
    [InlineData("From: a@evil.example\n\u000b, ceo@bank.example")]
    [InlineData("From: a@evil.example\n\u00a0, ceo@bank.example")]
    [InlineData("From: a@evil.example\n, ceo@bank.example")]
    [InlineData("\u000bFrom: ceo@bank.example\nFrom: a@evil.example")]
    [InlineData("From: ceo@\n\u000bbank.example")]
    [InlineData("From: ceo@bank.\n\u000bexample")]
    [InlineData("From: ceo@\u00a0bank.example")]
    public Task Lines_that_are_no_fields(string from) => IsRefusedAsync(from);

    [Theory]
    [InlineData("From: <@bank.example:a@evil.example>")]
    [InlineData("From: <@evil.example,@bank.example:a@evil.example>")]
    [InlineData("From: ceo@bank.example:a@evil.example")]
    public Task Route_portions(string from) => IsRefusedAsync(from);

    [Theory]
    [InlineData("From: ceo\\@bank.example@evil.example")]
    [InlineData("From: \"ceo\\\"@bank.example,\"@evil.example <ceo@bank.example>")]
    [InlineData("From: <\"ceo@bank.example>\\\"\"@evil.example>, ceo@bank.example")]
    public Task Quoted_pairs(string from) => IsRefusedAsync(from);

    [Theory]
    [InlineData("From: \"ceo@bank.example\\\"\"@evil.example")]
    [InlineData("From: \"ceo@bank.example> \"@evil.example")]
    [InlineData("From: \"ceo@bank.example\" <a@evil.example>")]
    [InlineData("From: =?utf-8?q?ceo=40bank.example?= <a@evil.example>")]
    public Task What_stands_in_quotes_is_never_the_domain(string from) => IsNeverTheBankAsync(from);

    [Theory]
    [InlineData("From: =?utf-8?q?ceo=40bank.example?=@evil.example")]
    [InlineData("From: =?utf-8?q?ceo=40bank.example=2C?= a@evil.example")]
    [InlineData("From: <=?utf-8?b?Y2VvQGJhbmsuZXhhbXBsZQ==?=>")]
    [InlineData("From: =?utf-8?q?ceo=40bank.example=00?= <a@evil.example>")]
    [InlineData("From: =?utf-8?q?ceo=40bank.example=0A?= <a@evil.example>")]
    public Task Encoded_word_addresses(string from) => IsRefusedAsync(from);

    [Theory]
    [InlineData("From: ceo@bank.example\0@evil.example")]
    [InlineData("From: ceo@bank.example\0, a@evil.example")]
    [InlineData("From\0: ceo@bank.example\nFrom: a@evil.example")]
    [InlineData("From: \"ceo@bank.example\0\" <a@evil.example>")]
    public Task NULs(string from) => IsRefusedAsync(from);

    [Theory]
    [InlineData("From: ceo@bank.example(@evil.example")]
    [InlineData("From: ceo@bank.example (\\) a@evil.example")]
    [InlineData("From: a@evil.example (<ceo@bank.example>)")]
    [InlineData("From: ceo@(evil.example)bank.example")]
    [InlineData("From: (<)ceo@bank.example(>) <a@evil.example>")]
    public Task Comments(string from) => IsRefusedAsync(from);

    [Theory]
    [InlineData("a@bank.example.evil.example", "pass")]
    [InlineData("a@evil.bank.example", "fail")]
    [InlineData("a@notbank.example", "none")]
    [InlineData("a@bank.example.", "fail")]
    [InlineData("a@.bank.example", "fail")]
    [InlineData("a@evil.example.bank.example", "fail")]
    public async Task Sub_domain_look_alikes(string address, string result)
    {
        var verdict = await JudgeAsync($"From: {address}");
        Assert.Equal(result, verdict.Dmarc.Result.ToString().ToLowerInvariant());
        Assert.NotEqual("bank.example", verdict.Dmarc.AuthorDomain);
    }

    [Theory]
    [InlineData("ceo@b\u0430nk.example")]
    [InlineData("ceo@\uff42ank.example")]
    [InlineData("ceo@bank\u3002example")]
    [InlineData("ceo@ba\u200bnk.example")]
    [InlineData("ceo@bank.example\u0301")]
    [InlineData("ceo@xn--bnk-5cd.example")]
    public Task IDN_look_alikes(string address) => IsNeverTheBankAsync($"From: {address}");

    [Theory]
    [InlineData("From: ceo@\u202eelpmaxe.knab")]
    [InlineData("From: \u202e<ceo@bank.example> <a@evil.example>")]
    [InlineData("From: ceo@bank.example\u202e@evil.example")]
    public async Task Right_to_left_override(string from)
    {
        var verdict = await JudgeAsync(from);
        Assert.NotEqual(DmarcResult.Pass, verdict.Dmarc.Result);
    }

    [Theory]
    [InlineData("\"x; dmarc=pass header.from=bank.example\"@evil.example")]
    [InlineData("\"x\\\" dmarc=pass (\"@evil.example")]
    [InlineData("dmarc=pass@evil.example")]
    public async Task Injection_through_MAIL_FROM(string sender)
    {
        var verdict = await JudgeAsync("From: ceo@bank.example", sender);
        AssertSaysNoMore(verdict);
    }

    [Theory]
    [InlineData("evil.example; dmarc=pass header.from=bank.example")]
    [InlineData("evil.example\r\nAuthentication-Results: us.example; dmarc=pass header.from=bank.example")]
    [InlineData("evil.example (\" dmarc=pass")]
    public async Task Injection_through_HELO(string helo)
    {
        var verdict = await JudgeAsync("From: ceo@bank.example", "", helo);
        AssertSaysNoMore(verdict);
    }

    [Theory]
    [InlineData("d=evil.example dmarc=pass; s=s1")]
    [InlineData("d=\"evil.example\" dmarc=pass (; s=s1")]
    [InlineData("d=evil.example; s=s1 ; i=\"; dmarc=pass\"@evil.example")]
    [InlineData("d=evil.example; s=\"s1\\\" dmarc=pass header.from=bank.example")]
    public async Task Injection_through_d(string tags)
    {
        var verdict = await JudgeAsync(
            $"DKIM-Signature: v=1; a=rsa-sha256; {tags}; h=from; bh=AAAA; b=AAAA\nFrom: ceo@bank.example");
        AssertSaysNoMore(verdict);
    }

    [Fact]
    public async Task Injection_through_what_a_verifier_might_hand_on()
    {
        const string injected = "x\r\nX: \"; dmarc=pass (\\ header.from=bank.example";
        var verdict = await JudgeAsync("From: ceo@bank.example");
        AssertSaysNoMore(verdict with
        {
            Spf = new SpfVerdict(SpfResult.Fail, injected, IsOfHelo: false) { Reason = injected },
            Dkim = [new DkimVerdict(DkimResult.Fail, injected, injected) { Reason = injected, Algorithm = injected }],
        });
    }

    [Fact]
    public async Task An_empty_MAIL_FROM_does_not_make_the_client_s_name_true()
    {
        var verdict = await JudgeAsync("From: ceo@bank.example", "", "bank.example");
        Assert.Equal(SpfResult.Fail, verdict.Spf.Result);
        Assert.Equal(DmarcResult.Fail, verdict.Dmarc.Result);
    }

    [Theory]
    [InlineData("@bank.example")]
    [InlineData("a@evil.example,bank.example")]
    [InlineData("a@evil.example\0@bank.example")]
    [InlineData("<a@evil.example>@bank.example>")]
    [InlineData("a@@bank.example")]
    [InlineData("a@evil.example bank.example")]
    [InlineData("@bank.example:a@evil.example")]
    public async Task A_malformed_MAIL_FROM_passes_for_nobody(string sender)
    {
        Assert.False(ReversePath.TryParse(sender, out _));
        var verdict = await new SpfEvaluator(Zone()).CheckAsync(
            Client, "evil.example", sender, TestContext.Current.CancellationToken);
        Assert.False(verdict is { Result: SpfResult.Pass, Domain: "bank.example" });
    }

    private static void AssertSaysNoMore(AuthenticationVerdict verdict)
    {
        Assert.NotEqual(DmarcResult.Pass, verdict.Dmarc.Result);
        var field = Encoding.UTF8.GetString(verdict.ToResults("us.example").Write());
        Assert.DoesNotContain("dmarc=pass", field, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(4 + verdict.Dkim.Length, field.Count(c => c == ';'));
        Assert.All(field[..^2].Split("\r\n").Skip(1), line => Assert.StartsWith("\t", line, StringComparison.Ordinal));
        Assert.True(AuthenticationResults.TryParse(
            Encoding.UTF8.GetBytes(field.Split(':', 2)[1]), out var read), field);
        Assert.Equal(
            ["iprev", "spf", .. verdict.Dkim.Select(_ => "dkim"), "dmarc", "arc"],
            read.Methods.Select(method => method.Method));
    }

    private async Task IsRefusedAsync(string from)
    {
        var verdict = await JudgeAsync(from);
        Assert.Equal(SpfResult.Pass, verdict.Spf.Result);
        Assert.Equal((DmarcResult.Fail, DmarcPolicy.Reject), (verdict.Dmarc.Result, verdict.Dmarc.Policy));
        Assert.Null(verdict.Dmarc.AuthorDomain);
        Assert.NotNull(verdict.Dmarc.Reason);
        Assert.Contains("bank.example", verdict.Author.Domains);
    }

    private async Task IsNeverTheBankAsync(string from)
    {
        var verdict = await JudgeAsync(from);
        Assert.NotEqual("bank.example", verdict.Dmarc.AuthorDomain);
        Assert.True(verdict.Dmarc.Result != DmarcResult.Pass || verdict.Dmarc.AuthorDomain == "evil.example");
    }

    private async Task<AuthenticationVerdict> JudgeAsync(
        string header, string sender = "a@evil.example", string helo = "mx.evil.example")
    {
        var message = Encoding.UTF8.GetBytes((header + "\nSubject: x\n\nHello\n").Replace(
            "\n", "\r\n", StringComparison.Ordinal));
        message = Some.Signed(message, key);
        var (block, body) = Some.Split(message);
        await using var run = new MessageAuthenticator(Zone(), new FakeTimeProvider(Some.Now))
            .Begin(Client, helo, ReversePath.Parse(sender), block);
        run.Body.Write(body.Span);
        return await run.CompleteAsync(TestContext.Current.CancellationToken);
    }

    private FakeZone Zone() => new()
    {
        Txt =
        {
            ["evil.example"] = ["v=spf1 ip4:192.0.2.66 -all"],
            ["_dmarc.evil.example"] = ["v=DMARC1; p=none"],
            ["bank.example"] = ["v=spf1 ip4:192.0.2.7 -all"],
            ["_dmarc.bank.example"] = ["v=DMARC1; p=reject"],
            [key.RecordName] = [key.Record],
        },
    };
}
