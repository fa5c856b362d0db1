using System.Text;
using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Results;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Mail;
using Causeway.Transport.Receiving;

namespace Causeway.Transport.Tests.Receiving;

public sealed class AuthenticateStepTests : IDisposable
{
    private readonly Judging judging = new();
    private readonly AuthenticateStep step = new();

    public void Dispose() => judging.Dispose();

    [Theory]
    [InlineData(Judging.Fabrikam, "alice@fabrikam.example", "alice@fabrikam.example", null)]
    [InlineData(Judging.Stranger, "alice@fabrikam.example", "alice@fabrikam.example", "550 5.7.509")]
    [InlineData(Judging.Stranger, "x@woodgrove.example", "alice@fabrikam.example", "550 5.7.509")]
    [InlineData(Judging.Stranger, "x@woodgrove.example", "x@woodgrove.example", null)]
    [InlineData(Judging.Stranger, "x@woodgrove.example", "ada@contoso.example", "550 5.7.26")]
    [InlineData(Judging.Stranger, "ada@contoso.example", "x@woodgrove.example", "550 5.7.26")]
    [InlineData(Judging.Stranger, "", "postmaster@contoso.example", "550 5.7.26")]
    [InlineData(Judging.Service, "ada@contoso.example", "ada@contoso.example", null)]
    [InlineData(Judging.Stranger, "x@woodgrove.example", "ada@contoso.example, x@woodgrove.example", "550 5.7.26")]
    [InlineData(Judging.Service, "ada@contoso.example", "ada@contoso.example, x@woodgrove.example", "550 5.7.26")]
    [InlineData(
        Judging.Fabrikam, "alice@fabrikam.example", "alice@fabrikam.example, x@woodgrove.example", "550 5.7.509")]
    public async Task Who_claims_a_domain_must_show_it(string source, string from, string author, string? refusal)
    {
        var taken = step.Take(await judging.FromStrangerAsync(source, from, Judging.Text(author)));

        Assert.Equal(refusal, taken.Refusal is { } reply ? $"{reply.Code} {reply.Status}" : null);
        Assert.Equal(refusal is null, taken.Why is null);
    }

    [Theory]
    [InlineData("_dmarc.fabrikam.example", "alice@fabrikam.example", "451 4.4.3")]
    [InlineData("fabrikam.example", "alice@fabrikam.example", "451 4.4.3")]
    [InlineData("woodgrove.example", "x@woodgrove.example", null)]
    [InlineData("contoso.example", "ada@contoso.example", "451 4.4.3")]
    public async Task What_DNS_does_not_say_for_now_is_neither_a_pass_nor_a_fail(
        string faulty, string author, string? reply)
    {
        judging.Zone.Faults.Add(faulty);

        var taken = step.Take(await judging.FromStrangerAsync(Judging.Stranger, author, Judging.Text(author)));

        Assert.Equal(reply, taken.Refusal is { } refusal ? $"{refusal.Code} {refusal.Status}" : null);
    }

    [Theory]
    [InlineData(Judging.Fabrikam, "alice@fabrikam.example", "alice@fabrikam.example", "pass reason=100")]
    [InlineData(Judging.Stranger, "alice@fabrikam.example", "alice@fabrikam.example", "fail reason=000")]
    [InlineData(Judging.Service, "x@plain.example", "x@plain.example", "pass reason=109")]
    [InlineData(Judging.Service, "", "x@mx.a.example", "pass reason=109")]
    [InlineData(Judging.Service, "x@plain.example", "x@news.plain.example", "fail reason=001")]
    [InlineData(Judging.Stranger, "x@plain.example", "x@plain.example", "fail reason=001")]
    [InlineData(Judging.Fabrikam, "alice@fabrikam.example", "x@a.example, x@b.example", "fail reason=001")]
    [InlineData(Judging.Stranger, "x@plain.example", "ada@contoso.example", "fail reason=601")]
    [InlineData(Judging.Stranger, "x@faulty.example", "x@faulty.example", "none reason=300")]
    [InlineData(Judging.Stranger, "x@silent.example", "x@silent.example", "none reason=300")]
    [InlineData(Judging.Service, "ada@contoso.example", "ada@contoso.example", "pass reason=109")]
    public async Task All_findings_are_told_in_one(string source, string from, string author, string composite)
    {
        judging.Zone.Txt["plain.example"] = [$"v=spf1 ip4:{Judging.Service} -all"];
        judging.Zone.Txt["mx.a.example"] = [$"v=spf1 ip4:{Judging.Service} -all"];
        judging.Zone.Faults.Add("_dmarc.faulty.example");
        judging.Zone.Faults.Add("silent.example");
        var taken = step.Take(await judging.FromStrangerAsync(source, from, Judging.Text(author)));
        Assert.EndsWith($" compauth={composite}", taken.Judged!.Results, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spoof_of_our_own_that_our_policy_condemns_is_told_as_such()
    {
        judging.Zone.Txt["_dmarc.contoso.example"] = ["v=DMARC1; p=quarantine"];
        var taken = step.Take(await judging.FromStrangerAsync(
            Judging.Stranger, "x@woodgrove.example", Judging.Text("ada@contoso.example")));
        Assert.EndsWith(" compauth=fail reason=010", taken.Judged!.Results, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_may_ask_for_a_report_instead()
    {
        judging.Organization = Some.Organization with
        {
            Authentication = new AuthenticationPolicy
            {
                Dmarc = DmarcHandling.Report, OwnDomain = OwnDomainHandling.Report,
            },
        };
        foreach (var author in (string[])["alice@fabrikam.example", "ada@contoso.example"])
        {
            var taken = step.Take(await judging.FromStrangerAsync(
                Judging.Stranger, "x@woodgrove.example", Judging.Text(author)));

            Assert.Null(taken.Refusal);
            Assert.False(taken.Judged!.HasPassed);
        }
    }

    [Theory]
    [InlineData(true, "fabrikam.example", true, null)]
    [InlineData(true, "fabrikam.example", false, "451 4.4.3")]
    [InlineData(true, "woodgrove.example", true, "550 5.7.509")]
    [InlineData(false, "fabrikam.example", true, "550 5.7.509")]
    [InlineData(false, "fabrikam.example", false, "550 5.7.509")]
    public async Task A_trusted_sealer_vouches_for_the_From_that_it_saw_pass(
        bool isTrusted, string seen, bool hasKey, string? refusal)
    {
        if (!hasKey)
        {
            judging.Zone.Faults.Add(judging.List.RecordName);
        }

        judging.Organization = Some.Organization with
        {
            Authentication = new AuthenticationPolicy
            {
                TrustedSealers = isTrusted ? [judging.List.Domain] : [],
            },
        };
        var text = Judging.Text("alice@fabrikam.example");
        var message = judging.Unjudged(new Core.Routing.Origin.Stranger(), "", text);
        var results = new AuthenticationResults(
            "lists.example", [new MethodResult("dmarc", "pass").With("header", "from", seen)]);
        var seal = ArcSealer.Seal(
            message.Header, new ArcVerdict(ArcResult.None, []), results, message.Body!, judging.List, judging.Now);

        var taken = step.Take(await judging.FromStrangerAsync(
            Judging.Stranger, "x@woodgrove.example", Encoding.UTF8.GetString(seal) + text));

        Assert.Equal(refusal, taken.Refusal is { } reply ? $"{reply.Code} {reply.Status}" : null);
        Assert.Equal(
            refusal is null, taken.Judged!.Results.EndsWith(" compauth=pass reason=130", StringComparison.Ordinal));
        Assert.Equal(hasKey ? ArcResult.Pass : ArcResult.TempError, taken.Verdict!.Arc.Result);
    }

    [Fact]
    public async Task What_was_found_stands_in_the_message_and_travels_with_it()
    {
        var taken = new StampStep().Take(step.Take(await judging.FromStrangerAsync(
            Judging.Fabrikam, "alice@fabrikam.example", Judging.Text("alice@fabrikam.example"))));

        var stamp = HeaderBlock.Scan((byte[])[.. taken.Stamp, .. "\r\n"u8]);
        Assert.Equal(1, stamp.Count("Authentication-Results"u8));
        Assert.True(AuthenticationResults.TryParse(
            stamp.BodyOf(stamp.Find("Authentication-Results"u8)!.Value), out var results));
        Assert.Equal("cloud.example", results.AuthservId);
        Assert.Contains(results.Methods, method => method is { Method: "dmarc", Result: "pass" });
        Assert.Equal(taken.Judged, VerdictHeader.Read(stamp));
        Assert.Equal((Judging.Fabrikam, "mx.a.example", "cloud", true), (
            taken.Judged!.Source, taken.Judged.Helo, taken.Judged.By, taken.Judged.HasPassed));
    }

    [Fact]
    public void Mail_of_our_own_is_not_judged()
    {
        var message = judging.Unjudged(
            new Core.Routing.Origin.Submission(Some.Ada), "ada@contoso.example", Judging.Text("ada@contoso.example"));

        Assert.Same(message, step.Take(message));
    }

    [Fact]
    public async Task A_signature_of_ours_proves_our_own_domain_wherever_it_comes_from()
    {
        var text = Judging.Text("ada@contoso.example");
        var message = judging.Unjudged(new Core.Routing.Origin.Stranger(), "", text);
        var signature = DkimSigner.Sign(message.Header, message.Body!, judging.Ours, judging.Now);

        var taken = step.Take(await judging.FromStrangerAsync(
            Judging.Stranger, "ada@contoso.example", Encoding.UTF8.GetString(signature) + text));

        Assert.Null(taken.Refusal);
    }
}
